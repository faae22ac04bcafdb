#!/bin/sh
# Comparisons of gradient flows, with their pictures. Exit code 10 says that exact initial velocities differ.
cd "$(dirname "$0")" || exit 1

# Stride 1: two balanced factorizations of x^3 - x part at once; the second start ends at a minimum that no metric explains.
symlcn flow k3 k2 --data stride1.json --from stride1-w.json --from stride1-v.json --balanced --time 2 -o stride1.svg
test $? -eq 10 || exit 1

# Stride 2: the parameters over this filter at this δ are unique up to signs, so both starts are one point, with one
# trajectory. Exit code 30 says that this compares nothing.
symlcn flow k3s2 k2 --data stride2.json --from stride2-w.json --from stride2-v.json --balanced --time 1 -o stride2.svg
test $? -eq 30 || exit 1

# Two dimensions, interchangeable layers, δ = 21 off the δ-locus: the swapped filters part.
symlcn flow k2x2 k2x2 --data swap.json --from swap-w.json --from swap-v.json --time 1 -o swap.svg
test $? -eq 10 || exit 1

# An activation between the layers: all parameters over this function are trained alike, proved for all data.
symlcn flow k3 r2 k2 --data activation.json --from activation-w.json --from activation-v.json --balanced --time 1 -o activation.svg || exit 1

# Shifts of filters over one function, both of δ = -19, part.
symlcn flow k3 r2 k2 --data shifts.json --from shifts-w.json --from shifts-v.json -o shifts.svg
test $? -eq 10
