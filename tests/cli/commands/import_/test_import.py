"""``symlcn import``, and model files in place of architectures."""

import pytest

from tests.support.onnxbytes import floats, model, node, tensor

ONE = model(
    node("Conv", "x a", "u", "first", strides=[2]),
    node("Conv", "u b", "y", "second"),
    tensors=[tensor("a", [1, 1, 3], floats(1, 0.5, -2)), tensor("b", [1, 1, 2], floats(1, 4))],
)
BIASED = model(node("Conv", "x a b", "y"), tensors=[tensor("a", [1, 1, 3], floats(1, 2, 3)), tensor("b", [1])])


@pytest.fixture
def files(tmp_path):
    (tmp_path / "one.onnx").write_bytes(ONE)
    (tmp_path / "biased.onnx").write_bytes(BIASED)


@pytest.mark.usefixtures("files")
def test_trained_filters_are_taken_from_the_json_exactly(run):
    assert run("import", "one.onnx", "--json", "-o", "one.json") == (0, "", "")
    code, out, err = run("ntk", "one.json", "--filters", "one.json", "--json")
    assert (code, err) == (0, "")
    given = run("ntk", "k3s2", "k2", "--filters", '[[1,"1/2",-2],[1,4]]', "--json")[1]
    assert out == given
    assert run("fiber", "one.json", "--filter", "one.json")[1] == run("fiber", "k3s2 k2", "--filter", "1,1/2,2,2,-8")[1]


@pytest.mark.usefixtures("files")
def test_a_model_file_is_an_architecture(run):
    code, out, err = run("certify", "one.onnx")
    assert (code, err) == (0, "")
    assert out == run("certify", "k3s2", "k2")[1]
    code, _, err = run("certify", "biased.onnx", "-q")
    assert code == 0
    assert err == (
        "symlcn: file 'biased.onnx' (ONNX) is read as k3, which leaves out: bias: affine, not linear "
        "(symlcn import says where)\n"
    )


@pytest.mark.usefixtures("files")
def test_files_are_known_by_what_they_begin_with(run, tmp_path):
    (tmp_path / "model.v2").write_bytes(ONE)
    assert run("certify", "model.v2")[1] == run("certify", "k3s2", "k2")[1]
    (tmp_path / "a.json").write_text('{"abcd":{"notation": "k3"}, "architecture": "k3s2 k2"}')
    assert run("certify", "a.json") == (*run("certify", "k3s2", "k2")[:2], "")


def test_names_do_not_reach_the_terminal_as_they_are(run, tmp_path):
    (tmp_path / "a.onnx").write_bytes(
        model(node("Conv", "x a b", "y", "\x1b[31m\n" + "n" * 100), tensors=[tensor("a", [1, 1, 3]), tensor("b", [1])])
    )
    code, out, err = run("import", "a.onnx")
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert f"(?[31m?{'n' * 53}…)" in out


@pytest.mark.usefixtures("files")
def test_strict_refuses_what_leaves_anything_out(run):
    assert run("import", "one.onnx", "--strict", "-q") == (0, "", "")
    code, out, err = run("import", "biased.onnx", "--strict", "--json")
    assert (code, out) == (2, "")
    assert err == "symlcn: ONNX, --strict: outside the theory is bias: affine, not linear (Conv 0)\n"


@pytest.mark.usefixtures("files")
def test_without_protobuf_it_is_said_what_to_install(run, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "google.protobuf.message", None)
    code, _, err = run("import", "one.onnx")
    assert code == 2
    assert err == "symlcn: file 'one.onnx': ONNX is read by protobuf: pip install 'symlcn[onnx]'\n"


@pytest.mark.parametrize(
    "name", ["weights.pt", "weights.h5", "graph.pb", "missing.onnx", "missing.safetensors", "missing"]
)
@pytest.mark.parametrize("command", ["import", "certify"])
def test_what_is_not_read_is_said_in_one_line(run, name, command):
    code, out, err = run(command, name)
    assert (code, out, err.count("\n")) == (2, "", 1)
