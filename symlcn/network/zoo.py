"""The zoo: single-channel skeletons of published networks.

Contents: :class:`Skeleton`, :data:`ZOO`, :data:`CORES`, :data:`GROUPS`, :data:`SQUARES`, :data:`MEMBERS`,
:func:`skeleton`, :func:`published`; :data:`SCOPE`, :data:`CORE`, :data:`SQUARE` say what they are.

A skeleton keeps the size, stride and dilation of the layers on one path from input to output, in order of
application, in the notation of :mod:`symlcn.network.architecture`. It says which linear convolutional network has
the shape of the published one, and nothing about the published network itself. Directions are ordered rows,
columns for images; frequency, time for spectrograms; electrodes, time for EEG; time, rows, columns for video.

Every skeleton drops channels, biases, nonlinearities, normalisation and padding. The rest follows one policy:

- Average pooling and subsampling are convolutions: a layer of the same window and stride, its entries free.
- Max pooling has no linear counterpart: its window and stride become a (trainable) layer of the same shape.
- Pooling over the whole remaining signal and dense layers are dropped.
- Pointwise (1x1) layers are scalars here: dropped when their stride is 1, kept when it is larger.
- Depthwise convolutions are kept like all others. Of a residual block the convolutions are kept, the
  shortcut is dropped. Of parallel branches one is kept; the note says which.

Cores keep the channels, too: the convolutions of a network, or of a part of it, as one linear network. Pooling is read
as a stride of the convolution before it, as it mixes no channels. Groups are cores with channels in groups.

Squares are skeletons with x ↦ x^2 where the network has another nonlinearity after a convolution.

Reference: the notation is that of Achour, Kohn, Rauhut, *The Riemannian Geometry Associated to Gradient Flows
of Linear Convolutional Networks*, with dilations added; each skeleton names its own source.
"""

from __future__ import annotations

from typing import NamedTuple

from symlcn.errors import ParseError, close_names, shown

__all__ = [
    "CORE",
    "CORES",
    "GROUPS",
    "MEMBERS",
    "SCOPE",
    "SQUARE",
    "SQUARES",
    "ZOO",
    "Skeleton",
    "published",
    "skeleton",
]

CORE = "a linear network with its numbers of channels, without biases, nonlinearities, normalisation and padding"
SQUARE = "a stack with a single channel and x^2 where the network has another nonlinearity, without biases and padding"
SCOPE = "a linear stack with a single channel, without biases, nonlinearities and padding"


class Skeleton(NamedTuple):
    """The skeleton of one published network.

    Attributes
    ----------
    name : str
        Short name, of the characters a-z, 0-9 and -.
    notation : str
        The layers in canonical notation, separated by single spaces.
    title : str
        The network, and which part of it.
    reference : str
        Authors, title, venue, year, and the place where the layer parameters stand.
    note : str
        What is kept and what is dropped, and how pooling is represented.
    url : str
        Where the reference is found; empty if nowhere.

    Examples
    --------
    >>> skeleton("lenet5").notation
    'k5x5 k2x2s2 k5x5 k2x2s2 k5x5'
    """

    name: str
    notation: str
    title: str
    reference: str
    note: str
    url: str = ""


def skeleton(name: str) -> Skeleton:
    """Return the skeleton with this name.

    Parameters
    ----------
    name : str
        A name of :data:`MEMBERS`, exactly.

    Raises
    ------
    ParseError
        If there is none; the closest names are suggested.

    Examples
    --------
    >>> skeleton("wav2vec2").notation
    'k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2'
    >>> skeleton("vgg-16")
    Traceback (most recent call last):
    symlcn.errors.ParseError: zoo name 'vgg-16': there is no such network; did you mean vgg16 or vgg16-full?
    """
    for entry in MEMBERS:
        if entry.name == name:
            return entry
    names = [entry.name for entry in MEMBERS]
    hint = close_names(name, names) or f"; the names are {', '.join(names)}"
    raise ParseError(f"zoo name {shown(name)}", f"there is no such network{hint}")


def published(notation: str) -> Skeleton | None:
    """The skeleton with these layers that has left something of its network out; None if there is none.

    Examples
    --------
    >>> published("k5x5 k2x2s2 k5x5 k2x2s2 k5x5").name, published("k2x2 k2x2")
    ('lenet5', None)
    """
    return next((entry for entry in ZOO if entry.notation == notation and "Dropped" in entry.note), None)


def _join(*stages: str) -> str:
    return " ".join(" ".join(stages).split())


_MAX = "Each max pooling is a trainable layer of the same window and stride."
_SHORTCUTS = "The convolutions of the residual blocks are kept, the shortcuts dropped."
_RIEMANNIAN = (
    "E. M. Achour, K. Kohn, H. Rauhut, The Riemannian Geometry Associated to Gradient Flows of Linear "
    "Convolutional Networks, arXiv:2507.06367, 2025"
)
_WAVENET = (
    "A. van den Oord, S. Dieleman, H. Zen, K. Simonyan, O. Vinyals, A. Graves, N. Kalchbrenner, A. Senior, "
    "K. Kavukcuoglu, WaveNet: A Generative Model for Raw Audio, arXiv:1609.03499, 2016"
)
_RESNET = "K. He, X. Zhang, S. Ren, J. Sun, Deep Residual Learning for Image Recognition, CVPR 2016, arXiv:1512.03385"
_R2PLUS1D = (
    "D. Tran, H. Wang, L. Torresani, J. Ray, Y. LeCun, M. Paluri, A Closer Look at Spatiotemporal "
    "Convolutions for Action Recognition, CVPR 2018, arXiv:1711.11248"
)
_DILATED_BLOCK = "k2 k2d2 k2d4 k2d8 k2d16 k2d32 k2d64 k2d128 k2d256 k2d512"

ZOO: tuple[Skeleton, ...] = (
    # One direction
    Skeleton(
        name="conv-tasnet",
        notation=_join("k16s8", "k3 k3d2 k3d4 k3d8 k3d16 k3d32 k3d64 k3d128 " * 3),
        title="Conv-TasNet, encoder and separation module (L = 16, P = 3, X = 8, R = 3)",
        reference="Y. Luo, N. Mesgarani, Conv-TasNet: Surpassing Ideal Time-Frequency Magnitude Masking "
        "for Speech Separation, IEEE/ACM Transactions on Audio, Speech, and Language Processing 27(8), "
        "1256-1266, 2019; Section II and the hyperparameter table (Table II)",
        note="The encoder (windows overlap by half) and the depthwise dilated convolutions are kept. "
        f"{_SHORTCUTS} Dropped: channels, nonlinearities, pointwise layers, skip connections, masking, "
        "decoder.",
        url="https://arxiv.org/abs/1809.07454",
    ),
    Skeleton(
        name="deepsea",
        notation="k8 k4s4 k8 k4s4 k8",
        title="DeepSEA",
        reference="J. Zhou, O. G. Troyanskaya, Predicting effects of noncoding variants with deep "
        "learning-based sequence model, Nature Methods 12, 931-934, 2015; Supplementary Note (model "
        "architecture)",
        note=f"The three convolutions and the two max poolings are kept. {_MAX} Dropped: channels, "
        "nonlinearities, dense layers.",
        url="https://doi.org/10.1038/nmeth.3547",
    ),
    Skeleton(
        name="encodec",
        notation="k7 k3 k4s2 k3 k8s4 k3 k10s5 k3 k16s8 k7",
        title="EnCodec, encoder of the 24 kHz model",
        reference="A. Défossez, J. Copet, G. Synnaeve, Y. Adi, High Fidelity Neural Audio Compression, "
        "arXiv:2210.13438, 2022; Section 3.1 (strides 2, 4, 5, 8; kernel twice the stride)",
        note=f"All convolutions of size above 1 are kept. {_SHORTCUTS} Dropped: channels, nonlinearities, "
        "pointwise layers, the LSTM before the last convolution, quantizer, decoder.",
        url="https://arxiv.org/abs/2210.13438",
    ),
    Skeleton(
        name="m5",
        notation="k80s4 k4s4 k3 k4s4 k3 k4s4 k3 k4s4",
        title="M5 for raw waveforms",
        reference="W. Dai, C. Dai, S. Qu, J. Li, S. Das, Very Deep Convolutional Neural Networks for Raw "
        "Waveforms, ICASSP 2017, arXiv:1610.00087; Table 1",
        note=f"The four convolutions and four max poolings are kept. {_MAX} Dropped: channels, "
        "nonlinearities, global average pooling, softmax layer.",
        url="https://arxiv.org/abs/1610.00087",
    ),
    Skeleton(
        name="paper-example-15",
        notation="k3s2 k2",
        title="Running example of the Riemannian geometry paper",
        reference=f"{_RIEMANNIAN}; Example 15",
        note="A linear convolutional network already: nothing is dropped.",
        url="https://arxiv.org/abs/2507.06367",
    ),
    Skeleton(
        name="paper-example-19",
        notation="k3 k2",
        title="Running example of the Riemannian geometry paper with all strides 1",
        reference=f"{_RIEMANNIAN}; Example 19",
        note="A linear convolutional network already: nothing is dropped.",
        url="https://arxiv.org/abs/2507.06367",
    ),
    Skeleton(
        name="samplecnn",
        notation=_join("k3s3", "k3 k3s3 " * 9),
        title="SampleCNN, 3^9 model for 59049 samples",
        reference="J. Lee, J. Park, K. L. Kim, J. Nam, Sample-level Deep Convolutional Neural Networks for "
        "Music Auto-tagging Using Raw Waveforms, SMC 2017, arXiv:1703.01789; Table 1",
        note=f"The strided convolution and nine pairs of convolution and max pooling are kept. {_MAX} "
        "Dropped: channels, nonlinearities, the last pointwise layer, dense layers.",
        url="https://arxiv.org/abs/1703.01789",
    ),
    Skeleton(
        name="tcn",
        notation="k7 k7 k7d2 k7d2 k7d4 k7d4 k7d8 k7d8 k7d16 k7d16 k7d32 k7d32 k7d64 k7d64 k7d128 k7d128",
        title="Temporal convolutional network (TCN) for sequential MNIST: k = 7, 8 levels",
        reference="S. Bai, J. Z. Kolter, V. Koltun, An Empirical Evaluation of Generic Convolutional and "
        "Recurrent Networks for Sequence Modeling, arXiv:1803.01271, 2018; Section 3 and the table of TCN "
        "settings in the appendix",
        note=f"Two dilated causal convolutions per level, dilations 1 to 128. {_SHORTCUTS} Dropped: "
        "channels, nonlinearities, dropout, dense layer.",
        url="https://arxiv.org/abs/1803.01271",
    ),
    Skeleton(
        name="wav2vec",
        notation=_join("k10s5 k8s4 k4s2 k4s2 k4s2", "k3 " * 9),
        title="wav2vec, encoder and context network",
        reference="S. Schneider, A. Baevski, R. Collobert, M. Auli, wav2vec: Unsupervised Pre-training for "
        "Speech Recognition, Interspeech 2019, arXiv:1904.05862; Section 2.1",
        note="All convolutions of both networks are kept. Dropped: channels, nonlinearities, "
        "normalisation, causal padding, step-wise projections.",
        url="https://arxiv.org/abs/1904.05862",
    ),
    Skeleton(
        name="wav2vec2",
        notation="k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2",
        title="wav2vec 2.0, feature encoder",
        reference="A. Baevski, H. Zhou, A. Mohamed, M. Auli, wav2vec 2.0: A Framework for Self-Supervised "
        "Learning of Speech Representations, NeurIPS 2020, arXiv:2006.11477; Section 4.2",
        note="All seven convolutions are kept. Dropped: channels, nonlinearities, normalisation, "
        "quantizer, transformer.",
        url="https://arxiv.org/abs/2006.11477",
    ),
    Skeleton(
        name="wavenet",
        notation=_DILATED_BLOCK,
        title="WaveNet, one block of dilated convolutions",
        reference=f"{_WAVENET}; Section 2.1",
        note="The dilations 1, 2, 4, ..., 512; size 2 follows from the receptive field of 1024. "
        f"{_SHORTCUTS} Dropped: channels, the first causal convolution, the convolutions of the gates, "
        "nonlinearities, pointwise layers, skip connections, conditioning.",
        url="https://arxiv.org/abs/1609.03499",
    ),
    Skeleton(
        name="wavenet3",
        notation=_join(_DILATED_BLOCK, _DILATED_BLOCK, _DILATED_BLOCK),
        title="WaveNet, three blocks of dilated convolutions",
        reference=f"{_WAVENET}; Section 2.1",
        note=f"The example of Section 2.1: the dilations 1, 2, 4, ..., 512 three times over. {_SHORTCUTS} "
        "Dropped: channels, the first causal convolution, the convolutions of the gates, nonlinearities, "
        "pointwise layers, skip connections, conditioning.",
        url="https://arxiv.org/abs/1609.03499",
    ),
    # Two directions
    Skeleton(
        name="alexnet",
        notation="k11x11s4 k3x3s2 k5x5 k3x3s2 k3x3 k3x3 k3x3 k3x3s2",
        title="AlexNet, convolutions and poolings",
        reference="A. Krizhevsky, I. Sutskever, G. E. Hinton, ImageNet Classification with Deep "
        "Convolutional Neural Networks, NIPS 2012; Sections 3.4 and 3.5",
        note=f"The five convolutions and three max poolings are kept. {_MAX} Dropped: channels, grouping, "
        "nonlinearities, response normalisation, dense layers.",
        url="https://proceedings.neurips.cc/paper/2012/hash/c399862d3b9d6b76c8436e924a68c45b-Abstract.html",
    ),
    Skeleton(
        name="all-cnn-c",
        notation="k3x3 k3x3 k3x3s2 k3x3 k3x3 k3x3s2 k3x3",
        title="All-CNN-C, a network without pooling",
        reference="J. T. Springenberg, A. Dosovitskiy, T. Brox, M. Riedmiller, Striving for Simplicity: "
        "The All Convolutional Net, ICLR 2015 (workshop), arXiv:1412.6806; Tables 1 and 2",
        note="The seven 3x3 convolutions are kept; there is no max pooling. Dropped: channels, "
        "nonlinearities, the last two pointwise layers, global average pooling.",
        url="https://arxiv.org/abs/1412.6806",
    ),
    Skeleton(
        name="context",
        notation="k3x3 k3x3 k3x3d2 k3x3d4 k3x3d8 k3x3d16 k3x3",
        title="Context module of dilated convolutions, basic form",
        reference="F. Yu, V. Koltun, Multi-Scale Context Aggregation by Dilated Convolutions, ICLR 2016, "
        "arXiv:1511.07122; Table 1",
        note="The seven 3x3 convolutions are kept. Dropped: channels, nonlinearities, the last pointwise layer.",
        url="https://arxiv.org/abs/1511.07122",
    ),
    Skeleton(
        name="convnext",
        notation=_join("k4x4s4", "k7x7 " * 3, "k2x2s2", "k7x7 " * 3, "k2x2s2", "k7x7 " * 9, "k2x2s2", "k7x7 " * 3),
        title="ConvNeXt-T: stem, depthwise convolutions, downsampling layers",
        reference="Z. Liu, H. Mao, C.-Y. Wu, C. Feichtenhofer, T. Darrell, S. Xie, A ConvNet for the "
        "2020s, CVPR 2022, arXiv:2201.03545; Section 2 and Table 9",
        note=f"Blocks (3, 3, 9, 3), one 7x7 depthwise convolution each. {_SHORTCUTS} Dropped: channels, "
        "nonlinearities, normalisation, pointwise layers, global average pooling, dense layer.",
        url="https://arxiv.org/abs/2201.03545",
    ),
    Skeleton(
        name="dcgan",
        notation="k5x5s2 k5x5s2 k5x5s2 k5x5s2",
        title="DCGAN discriminator for 64x64 images",
        reference="A. Radford, L. Metz, S. Chintala, Unsupervised Representation Learning with Deep "
        "Convolutional Generative Adversarial Networks, ICLR 2016, arXiv:1511.06434; Section 3 (strided "
        "convolutions); sizes as in the authors' code, faces/train_uncond_dcgan.py",
        note="The four strided convolutions are kept; there is no pooling. Dropped: channels, "
        "nonlinearities, normalisation, the dense output.",
        url="https://arxiv.org/abs/1511.06434",
    ),
    Skeleton(
        name="deeplab",
        notation=_join(
            "k3x3 k3x3 k3x3s2",
            "k3x3 k3x3 k3x3s2",
            "k3x3 k3x3 k3x3 k3x3s2",
            "k3x3 k3x3 k3x3 k3x3",
            "k3x3d2 k3x3d2 k3x3d2 k3x3 k3x3",
            "k3x3d12",
        ),
        title="DeepLab-LargeFOV, VGG-16 with atrous convolutions",
        reference="L.-C. Chen, G. Papandreou, I. Kokkinos, K. Murphy, A. L. Yuille, Semantic Image "
        "Segmentation with Deep Convolutional Nets and Fully Connected CRFs, ICLR 2015, arXiv:1412.7062; "
        "Section 3 and Table 2 (3x3 with input stride 12); pooling windows as in the released "
        "train.prototxt",
        note="Convolutions to fc6, five max poolings 3x3 (the last two of stride 1) and one average "
        f"pooling 3x3. {_MAX} The average pooling is a layer of its size, its entries free. Dropped: "
        "channels, nonlinearities, pointwise layers, CRF.",
        url="https://arxiv.org/abs/1412.7062",
    ),
    Skeleton(
        name="deepspeech2",
        notation="k41x11s2 k21x11s2x1 k21x11s2x1",
        title="Deep Speech 2, three convolutions over frequency and time",
        reference="D. Amodei et al., Deep Speech 2: End-to-End Speech Recognition in English and Mandarin, "
        "ICML 2016, arXiv:1512.02595; Section 3.5, table of convolutional layers, row '3-layer 2D'",
        note="The three convolutions are kept; there is no pooling. Dropped: channels, nonlinearities, "
        "normalisation, recurrent and dense layers.",
        url="https://arxiv.org/abs/1512.02595",
    ),
    Skeleton(
        name="eegnet",
        notation="k1x64 k64x1 k1x4s1x4 k1x16 k1x8s1x8",
        title="EEGNet for 64 electrodes at 128 Hz",
        reference="V. J. Lawhern, A. J. Solon, N. R. Waytowich, S. M. Gordon, C. P. Hung, B. J. Lance, "
        "EEGNet: A Compact Convolutional Neural Network for EEG-based Brain-Computer Interfaces, Journal "
        "of Neural Engineering 15(5), 056013, 2018, arXiv:1611.08024; Table 2, with C = 64 electrodes as "
        "in the authors' code",
        note="Every layer acts along one direction. Each average pooling is a layer of the same window and "
        "stride, its entries free. Dropped: channels, nonlinearities, normalisation, pointwise layer, "
        "dense layer.",
        url="https://arxiv.org/abs/1611.08024",
    ),
    Skeleton(
        name="inception-v3",
        notation=_join(
            "k3x3s2 k3x3 k3x3 k3x3s2 k3x3 k3x3s2",
            "k3x3 k3x3 " * 3,
            "k3x3 k3x3s2",
            "k7x1 k1x7 k7x1 k1x7 " * 4,
            "k1x7 k7x1 k3x3s2",
            "k3x3 k1x3 " * 2,
        ),
        title="Inception-v3, the path with most factorised convolutions",
        reference="C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna, Rethinking the Inception "
        "Architecture for Computer Vision, CVPR 2016, arXiv:1512.00567; Table 1, Figures 5 to 7; stem and "
        "7x1/1x7 order as in the released model (torchvision inception.py)",
        note="Stem with its two max poolings; of each module the branch with most convolutions (double "
        f"3x3, double 7x7, 7x7 then 3x3, and 3x3 then 1x3, not 3x1). {_MAX} Dropped: channels, "
        "nonlinearities, pointwise layers, all other branches, global average pooling, dense layer.",
        url="https://arxiv.org/abs/1512.00567",
    ),
    Skeleton(
        name="lenet5",
        notation="k5x5 k2x2s2 k5x5 k2x2s2 k5x5",
        title="LeNet-5, layers C1, S2, C3, S4, C5",
        reference="Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document "
        "Recognition, Proceedings of the IEEE 86(11), 2278-2324, 1998; Section II.B and Figure 2",
        note="Each subsampling (a sum over 2x2, scaled) is a layer of the same window and stride, its "
        "entries free. Dropped: channels, the connection table of C3, nonlinearities, the dense layers "
        "after C5.",
        url="https://doi.org/10.1109/5.726791",
    ),
    Skeleton(
        name="mobilenet",
        notation=_join("k3x3s2", "k3x3 k3x3s2 " * 3, "k3x3 " * 5, "k3x3s2 k3x3"),
        title="MobileNet (version 1), first and depthwise convolutions",
        reference="A. G. Howard, M. Zhu, B. Chen, D. Kalenichenko, W. Wang, T. Weyand, M. Andreetto, H. "
        "Adam, MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications, "
        "arXiv:1704.04861, 2017; Table 1",
        note="The table prints stride 2 for the last depthwise layer, but its sizes, 7x7 to 7x7, mean "
        "stride 1, which is kept here. Dropped: channels, nonlinearities, pointwise layers, global average "
        "pooling, dense layer.",
        url="https://arxiv.org/abs/1704.04861",
    ),
    Skeleton(
        name="paper-theorem-13",
        notation="k2x2 k2x2",
        title="Two interchangeable layers in two directions",
        reference=f"{_RIEMANNIAN}; shape of Observation 11 and Theorem 13",
        note="The smallest shape in which two layers can be swapped as in Observation 11; the paper prints "
        "no such example. Nothing is dropped.",
        url="https://arxiv.org/abs/2507.06367",
    ),
    Skeleton(
        name="patchgan",
        notation="k4x4s2 k4x4s2 k4x4s2 k4x4 k4x4",
        title="PatchGAN discriminator with 70x70 patches (pix2pix)",
        reference="P. Isola, J.-Y. Zhu, T. Zhou, A. A. Efros, Image-to-Image Translation with Conditional "
        "Adversarial Networks, CVPR 2017, arXiv:1611.07004; Appendix 6.1.2; strides as in the authors' code",
        note="All five convolutions are kept; there is no pooling. Dropped: channels, nonlinearities, normalisation.",
        url="https://arxiv.org/abs/1611.07004",
    ),
    Skeleton(
        name="resnet18",
        notation=_join("k7x7s2 k3x3s2", "k3x3 " * 4, "k3x3s2 k3x3 k3x3 k3x3 " * 3),
        title="ResNet-18, the path through all 3x3 convolutions",
        reference=f"{_RESNET}; Table 1",
        note=f"{_SHORTCUTS} {_MAX} Dropped: channels, nonlinearities, normalisation, global average "
        "pooling, dense layer.",
        url="https://arxiv.org/abs/1512.03385",
    ),
    Skeleton(
        name="resnet50",
        notation=_join(
            "k7x7s2 k3x3s2", "k3x3 " * 3, "k1x1s2", "k3x3 " * 4, "k1x1s2", "k3x3 " * 6, "k1x1s2", "k3x3 " * 3
        ),
        title="ResNet-50, the path through all bottlenecks",
        reference=f"{_RESNET}; Table 1; strides in the first 1x1 layer of a stage, as in the authors' models",
        note=f"Pointwise layers are kept where they have stride 2. {_SHORTCUTS} {_MAX} Dropped: channels, "
        "nonlinearities, normalisation, other pointwise layers, global average pooling, dense layer.",
        url="https://arxiv.org/abs/1512.03385",
    ),
    Skeleton(
        name="unet",
        notation=_join("k3x3 k3x3 k2x2s2 " * 4, "k3x3 k3x3"),
        title="U-Net, contracting path",
        reference="O. Ronneberger, P. Fischer, T. Brox, U-Net: Convolutional Networks for Biomedical Image "
        "Segmentation, MICCAI 2015, arXiv:1505.04597; Section 2 and Figure 1",
        note=f"The path down to the lowest resolution. {_MAX} Dropped: channels, nonlinearities, expansive "
        "path, copied features.",
        url="https://arxiv.org/abs/1505.04597",
    ),
    Skeleton(
        name="vdsr",
        notation=_join("k3x3 " * 20),
        title="VDSR, twenty equal layers",
        reference="J. Kim, J. K. Lee, K. M. Lee, Accurate Image Super-Resolution Using Very Deep "
        "Convolutional Networks, CVPR 2016, arXiv:1511.04587; Section 3.1",
        note="All twenty convolutions are kept; there is no pooling. Dropped: channels, nonlinearities, "
        "the one shortcut from input to output.",
        url="https://arxiv.org/abs/1511.04587",
    ),
    Skeleton(
        name="vgg16",
        notation=_join("k3x3 k3x3 k2x2s2 " * 2, "k3x3 k3x3 k3x3 k2x2s2 " * 3),
        title="VGG-16, convolutions and poolings",
        reference="K. Simonyan, A. Zisserman, Very Deep Convolutional Networks for Large-Scale Image "
        "Recognition, ICLR 2015, arXiv:1409.1556; Section 2.1 and Table 1, column D",
        note=f"The 13 convolutions and five max poolings are kept. {_MAX} Dropped: channels, "
        "nonlinearities, dense layers.",
        url="https://arxiv.org/abs/1409.1556",
    ),
    Skeleton(
        name="zfnet",
        notation="k7x7s2 k3x3s2 k5x5s2 k3x3s2 k3x3 k3x3 k3x3 k3x3s2",
        title="ZFNet, convolutions and poolings",
        reference="M. D. Zeiler, R. Fergus, Visualizing and Understanding Convolutional Networks, ECCV "
        "2014, arXiv:1311.2901; Figure 3",
        note=f"The five convolutions and three max poolings are kept. {_MAX} Dropped: channels, "
        "nonlinearities, contrast normalisation, dense layers.",
        url="https://arxiv.org/abs/1311.2901",
    ),
    # Three directions
    Skeleton(
        name="c3d",
        notation=_join("k3x3x3 k1x2x2s1x2x2", "k3x3x3 k2x2x2s2", "k3x3x3 k3x3x3 k2x2x2s2 " * 3),
        title="C3D, convolutions and poolings",
        reference="D. Tran, L. Bourdev, R. Fergus, L. Torresani, M. Paluri, Learning Spatiotemporal "
        "Features with 3D Convolutional Networks, ICCV 2015, arXiv:1412.0767; Section 3 and Figure 3",
        note=f"The eight convolutions and five max poolings are kept. {_MAX} Dropped: channels, "
        "nonlinearities, dense layers.",
        url="https://arxiv.org/abs/1412.0767",
    ),
    Skeleton(
        name="i3d",
        notation=_join(
            "k7x7x7s2 k1x3x3s1x2x2 k3x3x3 k1x3x3s1x2x2",
            "k3x3x3 k3x3x3 k3x3x3s2",
            "k3x3x3 k3x3x3 k3x3x3 k3x3x3 k3x3x3 k2x2x2s2",
            "k3x3x3 k3x3x3 k2x7x7",
        ),
        title="I3D (inflated Inception-v1), the path through the 3x3x3 branches",
        reference="J. Carreira, A. Zisserman, Quo Vadis, Action Recognition? A New Model and the Kinetics "
        "Dataset, CVPR 2017, arXiv:1705.07750; Figure 3",
        note=f"Of each of the nine modules one 3x3x3 convolution is kept. {_MAX} The last average pooling "
        "2x7x7 is a layer of its size, its entries free. Dropped: channels, nonlinearities, normalisation, "
        "pointwise layers, all other branches.",
        url="https://arxiv.org/abs/1705.07750",
    ),
    Skeleton(
        name="r2plus1d18",
        notation=_join(
            "k1x7x7s1x2x2 k3x1x1",
            "k1x3x3 k3x1x1 " * 4,
            "k1x3x3s1x2x2 k3x1x1s2x1x1 k1x3x3 k3x1x1 k1x3x3 k3x1x1 k1x3x3 k3x1x1 " * 3,
        ),
        title="R(2+1)D-18, spatial and temporal convolutions in turn",
        reference=f"{_R2PLUS1D}; Table 1 and the section on R(2+1)D; stem as in the released model "
        "(torchvision video/resnet.py)",
        note="Each 3-D convolution is a spatial layer, then a temporal axis layer; no pooling. "
        f"{_SHORTCUTS} Dropped: channels, nonlinearities, normalisation, global average pooling, dense "
        "layer.",
        url="https://arxiv.org/abs/1711.11248",
    ),
    Skeleton(
        name="r3d18",
        notation=_join("k3x7x7s1x2x2", "k3x3x3 " * 4, "k3x3x3s2 k3x3x3 k3x3x3 k3x3x3 " * 3),
        title="R3D-18, the path through all 3x3x3 convolutions",
        reference=f"{_R2PLUS1D}; Table 1",
        note=f"There is no pooling before the global one. {_SHORTCUTS} Dropped: channels, nonlinearities, "
        "normalisation, global average pooling, dense layer.",
        url="https://arxiv.org/abs/1711.11248",
    ),
    Skeleton(
        name="unet3d",
        notation=_join("k3x3x3 k3x3x3 k2x2x2s2 " * 3, "k3x3x3 k3x3x3"),
        title="3D U-Net, analysis path",
        reference="Ö. Çiçek, A. Abdulkadir, S. S. Lienkamp, T. Brox, O. Ronneberger, 3D U-Net: Learning "
        "Dense Volumetric Segmentation from Sparse Annotation, MICCAI 2016, arXiv:1606.06650; Section 2 "
        "and Figure 2",
        note=f"The path down to the lowest resolution. {_MAX} Dropped: channels, nonlinearities, "
        "normalisation, synthesis path, shortcuts.",
        url="https://arxiv.org/abs/1606.06650",
    ),
)

_POOL = "Pooling is a stride of the convolution before it."
_W2V2 = (
    "A. Baevski, H. Zhou, A. Mohamed, M. Auli, wav2vec 2.0: A Framework for Self-Supervised Learning of Speech "
    "Representations, NeurIPS 2020, arXiv:2006.11477; Section 4.2"
)
_TAIL = "k3s2c512 k3s2c512 k3s2c512 k3s2c512 k2s2c512 k2s2c512"


def _full(name: str, notation: str, title: str, note: str) -> Skeleton:
    """The convolutions of a network that has a skeleton, with channels."""
    own = next(entry for entry in ZOO if entry.name == name)
    return Skeleton(f"{name}-full", notation, title, own.reference, note, own.url)


CORES: tuple[Skeleton, ...] = (
    # One direction
    _full(
        "deepsea",
        "c4 k8s4c320 k8s4c480 k8c960",
        "DeepSEA, convolutions with channels",
        f"The three convolutions. {_POOL} Dropped: nonlinearities, dense layers.",
    ),
    Skeleton(
        name="encodec-full",
        notation="k7c32 k4s2c64 k8s4c128 k10s5c256 k16s8c512 k7c128",
        title="EnCodec, encoder of the 24 kHz model, with channels",
        reference="A. Défossez, J. Copet, G. Synnaeve, Y. Adi, High Fidelity Neural Audio Compression, "
        "arXiv:2210.13438, 2022; Section 3.1 (C = 32, doubled at each strided convolution, D = 128)",
        note="The first, the strided and the last convolutions. Dropped: residual units, nonlinearities, the LSTM, "
        "quantizer, decoder.",
        url="https://arxiv.org/abs/2210.13438",
    ),
    _full(
        "m5",
        "k80s16c128 k3s4c128 k3s4c256 k3c512",
        "M5 for raw waveforms, convolutions with channels",
        f"The four convolutions. {_POOL} Dropped: the last pooling, nonlinearities, normalisation, softmax layer.",
    ),
    _full(
        "wav2vec",
        _join("k10s5c512 k8s4c512 k4s2c512 k4s2c512 k4s2c512", "k3c512 " * 9),
        "wav2vec, encoder and context network, with channels",
        "All 14 convolutions. Dropped: nonlinearities, normalisation, causal padding, step-wise projections.",
    ),
    Skeleton(
        name="wav2vec2-full",
        notation=f"k10s5c512 {_TAIL}",
        title="wav2vec 2.0, feature encoder, with channels",
        reference=_W2V2,
        note="All seven convolutions. Dropped: nonlinearities, normalisation, quantizer, transformer.",
        url="https://arxiv.org/abs/2006.11477",
    ),
    Skeleton(
        name="wav2vec2-tail",
        notation=f"c512 {_TAIL}",
        title="wav2vec 2.0, feature encoder without its first layer, with channels",
        reference=_W2V2,
        note="The last six convolutions. Dropped: the first, nonlinearities, normalisation, quantizer, transformer.",
        url="https://arxiv.org/abs/2006.11477",
    ),
    # Two directions
    Skeleton(
        name="alexnet-full",
        notation="c3 k11x11s8c64 k5x5s2c192 k3x3c384 k3x3c256 k3x3c256",
        title="AlexNet on one GPU, convolutions with channels",
        reference="A. Krizhevsky, One weird trick for parallelizing convolutional neural networks, arXiv:1404.5997, "
        "2014; channels as in torchvision (alexnet.py)",
        note=f"The five convolutions. {_POOL} Dropped: nonlinearities, dense layers.",
        url="https://arxiv.org/abs/1404.5997",
    ),
    _full(
        "all-cnn-c",
        "c3 k3x3c96 k3x3c96 k3x3s2c96 k3x3c192 k3x3c192 k3x3s2c192 k3x3c192",
        "All-CNN-C, 3x3 convolutions with channels",
        "The seven 3x3 convolutions. Dropped: nonlinearities, the last two pointwise layers.",
    ),
    Skeleton(
        name="dcgan-full",
        notation="c3 k4x4s2c64 k4x4s2c128 k4x4s2c256 k4x4s2c512 k4x4",
        title="DCGAN discriminator for 64x64 images, with channels",
        reference="A. Radford, L. Metz, S. Chintala, Unsupervised Representation Learning with Deep Convolutional "
        "Generative Adversarial Networks, ICLR 2016, arXiv:1511.06434; sizes as in the examples of PyTorch (dcgan)",
        note="All five convolutions. Dropped: nonlinearities, normalisation.",
        url="https://arxiv.org/abs/1511.06434",
    ),
    Skeleton(
        name="lenet5-full",
        notation="k5x5s2c6 k5x5s2c16 k5x5c120",
        title="LeNet-5, layers C1, C3, C5, with channels",
        reference="Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document "
        "Recognition, Proceedings of the IEEE 86(11), 2278-2324, 1998; Section II.B and Figure 2",
        note=f"The three convolutions. {_POOL} Dropped: the connection table of C3, nonlinearities, the dense layers.",
        url="https://doi.org/10.1109/5.726791",
    ),
    _full(
        "patchgan",
        "c6 k4x4s2c64 k4x4s2c128 k4x4s2c256 k4x4c512 k4x4",
        "PatchGAN discriminator with 70x70 patches (pix2pix), with channels",
        "All five convolutions, of input and output image together. Dropped: nonlinearities, normalisation.",
    ),
    Skeleton(
        name="resnet18-block",
        notation="c64 k3x3c64 k3x3c64",
        title="ResNet-18, a basic block, with channels",
        reference=f"{_RESNET}; Table 1",
        note="Both convolutions. Dropped: the shortcut, nonlinearities, normalisation.",
        url="https://arxiv.org/abs/1512.03385",
    ),
    Skeleton(
        name="resnet18-downsampling",
        notation="c64 k3x3s2c128 k3x3c128",
        title="ResNet-18, the first block of stride 2, with channels",
        reference=f"{_RESNET}; Table 1",
        note="Both convolutions. Dropped: the shortcut, nonlinearities, normalisation.",
        url="https://arxiv.org/abs/1512.03385",
    ),
    Skeleton(
        name="resnet50-bottleneck",
        notation="c256 k1x1c64 k3x3c64 k1x1c256",
        title="ResNet-50, a bottleneck, with channels",
        reference=f"{_RESNET}; Table 1",
        note="All three convolutions. Dropped: the shortcut, nonlinearities, normalisation.",
        url="https://arxiv.org/abs/1512.03385",
    ),
    _full(
        "unet",
        "k3x3c64 k3x3s2c64 k3x3c128 k3x3s2c128 k3x3c256 k3x3s2c256 k3x3c512 k3x3s2c512 k3x3c1024 k3x3c1024",
        "U-Net, contracting path, with channels",
        f"The path down to the lowest resolution. {_POOL} Dropped: nonlinearities, expansive path, shortcuts.",
    ),
    _full(
        "vdsr",
        _join("k3x3c64 " * 19, "k3x3"),
        "VDSR, with channels",
        "All 20 convolutions. Dropped: the shortcut, nonlinearities, padding.",
    ),
    Skeleton(
        name="vgg11-full",
        notation="c3 k3x3s2c64 k3x3s2c128 k3x3c256 k3x3s2c256 k3x3c512 k3x3s2c512 k3x3c512 k3x3c512",
        title="VGG-11, convolutions with channels",
        reference="K. Simonyan, A. Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, "
        "ICLR 2015, arXiv:1409.1556; Table 1, column A",
        note=f"The eight convolutions. {_POOL} Dropped: the last pooling, nonlinearities, dense layers.",
        url="https://arxiv.org/abs/1409.1556",
    ),
    Skeleton(
        name="vgg16-full",
        notation="c3 k3x3c64 k3x3s2c64 k3x3c128 k3x3s2c128 k3x3c256 k3x3c256 k3x3s2c256 k3x3c512 k3x3c512 k3x3s2c512 "
        "k3x3c512 k3x3c512 k3x3c512",
        title="VGG-16, convolutions with channels",
        reference="K. Simonyan, A. Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, "
        "ICLR 2015, arXiv:1409.1556; Table 1, column D",
        note=f"The 13 convolutions. {_POOL} Dropped: the last pooling, nonlinearities, dense layers.",
        url="https://arxiv.org/abs/1409.1556",
    ),
    _full(
        "zfnet",
        "c3 k7x7s4c96 k5x5s4c256 k3x3c384 k3x3c384 k3x3c256",
        "ZFNet, convolutions with channels",
        f"The five convolutions. {_POOL} Dropped: the last pooling, nonlinearities, normalisation, dense layers.",
    ),
    # Three directions
    _full(
        "c3d",
        "c3 k3x3x3s1x2x2c64 k3x3x3s2c128 k3x3x3c256 k3x3x3s2c256 k3x3x3c512 k3x3x3s2c512 k3x3x3c512 k3x3x3c512",
        "C3D, convolutions with channels",
        f"The eight convolutions. {_POOL} Dropped: the last pooling, nonlinearities, dense layers.",
    ),
)
"""Cores with channels, in the order of directions and names."""

GROUPS: tuple[Skeleton, ...] = (
    Skeleton(
        name="convnext-t-block",
        notation="c96 k7x7c96g96 k1x1c384 k1x1c96",
        title="ConvNeXt-T, a block of the first stage, with channels in groups",
        reference="Z. Liu, H. Mao, C.-Y. Wu, C. Feichtenhofer, T. Darrell, S. Xie, A ConvNet for the 2020s, CVPR 2022, "
        "arXiv:2201.03545; Figure 4 and Table 9",
        note="The depthwise and both pointwise convolutions. Dropped: the shortcut, nonlinearities, normalisation, "
        "layer scale.",
        url="https://arxiv.org/abs/2201.03545",
    ),
    Skeleton(
        name="mobilenet-block",
        notation="c32 k3x3c32g32 k1x1c64",
        title="MobileNet, the first depthwise separable convolution",
        reference="A. G. Howard et al., MobileNets: Efficient Convolutional Neural Networks for Mobile Vision "
        "Applications, 2017, arXiv:1704.04861; Table 1",
        note="The depthwise and the pointwise convolution. Dropped: nonlinearities, normalisation.",
        url="https://arxiv.org/abs/1704.04861",
    ),
    Skeleton(
        name="mobilenetv2-bottleneck",
        notation="c16 k1x1c96 k3x3s2c96g96 k1x1c24",
        title="MobileNetV2, the first bottleneck of stride 2, with channels in groups",
        reference="M. Sandler, A. Howard, M. Zhu, A. Zhmoginov, L.-C. Chen, MobileNetV2: Inverted Residuals and Linear "
        "Bottlenecks, CVPR 2018, arXiv:1801.04381; Tables 1 and 2",
        note="All three convolutions. Dropped: nonlinearities, normalisation.",
        url="https://arxiv.org/abs/1801.04381",
    ),
    Skeleton(
        name="resnext50-block",
        notation="c256 k1x1c128 k3x3c128g32 k1x1c256",
        title="ResNeXt-50 (32x4d), a block of the first stage, with channels in groups",
        reference="S. Xie, R. Girshick, P. Dollár, Z. Tu, K. He, Aggregated Residual Transformations for Deep Neural "
        "Networks, CVPR 2017, arXiv:1611.05431; Table 1",
        note="All three convolutions. Dropped: the shortcut, nonlinearities, normalisation.",
        url="https://arxiv.org/abs/1611.05431",
    ),
)
"""Cores with channels in groups, in the order of names."""


def _squared(name: str, notation: str) -> Skeleton:
    """A skeleton with squares between some of its layers."""
    own = next(entry for entry in ZOO if entry.name == name)
    title = f"{own.title}, with squares"
    note = f"{own.note} The square stands where the network has another nonlinearity after a convolution."
    return Skeleton(f"{name}-squares", notation, title, own.reference, note, own.url)


SQUARES: tuple[Skeleton, ...] = (
    _squared("wav2vec2", "k10s5 r2 k3s2 r2 k3s2 r2 k3s2 r2 k3s2 r2 k2s2 r2 k2s2"),
    _squared("alexnet", "k11x11s4 r2 k3x3s2 k5x5 r2 k3x3s2 k3x3 r2 k3x3 r2 k3x3 r2 k3x3s2"),
    _squared("lenet5", "k5x5 r2 k2x2s2 k5x5 r2 k2x2s2 k5x5"),
    _squared("vgg16", _join("k3x3 r2 k3x3 r2 k2x2s2 " * 2, "k3x3 r2 k3x3 r2 k3x3 r2 k2x2s2 " * 3)),
)
"""Skeletons with activations, in the order of directions and names."""

MEMBERS = (*ZOO, *CORES, *GROUPS, *SQUARES)
"""All that @NAME may be."""
