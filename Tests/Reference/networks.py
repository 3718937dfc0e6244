"""The networks of EfficientAD with free widths, and ResNet-50 as the source of features.

A network is made from its list of widths, so that one file serves the published sizes and the
small model of the demo line. Tensor names are those of PUAD's state dicts.
"""

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

IMAGE_MEAN = (0.485, 0.456, 0.406)
IMAGE_DEVIATION = (0.229, 0.224, 0.225)


def normalise(pictures):
    """RGB in 0...1, (n, 3, h, w), to what the networks see."""
    mean = torch.tensor(IMAGE_MEAN, device=pictures.device).view(1, 3, 1, 1)
    deviation = torch.tensor(IMAGE_DEVIATION, device=pictures.device).view(1, 3, 1, 1)
    return (pictures - mean) / deviation


class PatchDescription(nn.Module):
    """PDN-S: four convolutions, stride 4, receptive field 33; unpadded: 256 -> 56."""

    def __init__(self, widths):
        super().__init__()
        first, second, third, last = widths
        self.conv1 = nn.Conv2d(3, first, 4)
        self.conv2 = nn.Conv2d(first, second, 4)
        self.conv3 = nn.Conv2d(second, third, 3)
        self.conv4 = nn.Conv2d(third, last, 4)

    def forward(self, x):
        x = F.avg_pool2d(F.relu(self.conv1(x)), 2, 2)
        x = F.avg_pool2d(F.relu(self.conv2(x)), 2, 2)
        return self.conv4(F.relu(self.conv3(x)))


class Encoder(nn.Module):
    """(3, 256, 256) -> (latent, 1, 1)."""

    def __init__(self, narrow, wide):
        super().__init__()
        self.enconv1 = nn.Conv2d(3, narrow, 4, 2, 1)
        self.enconv2 = nn.Conv2d(narrow, narrow, 4, 2, 1)
        self.enconv3 = nn.Conv2d(narrow, wide, 4, 2, 1)
        self.enconv4 = nn.Conv2d(wide, wide, 4, 2, 1)
        self.enconv5 = nn.Conv2d(wide, wide, 4, 2, 1)
        self.enconv6 = nn.Conv2d(wide, wide, 8)

    def forward(self, x):
        for layer in (self.enconv1, self.enconv2, self.enconv3, self.enconv4, self.enconv5):
            x = F.relu(layer(x))
        return self.enconv6(x)


class Decoder(nn.Module):
    """(latent, 1, 1) -> (features, 56, 56)."""

    sizes = (3, 8, 15, 32, 63, 127)

    def __init__(self, wide, features, dropout=0.2):
        super().__init__()
        for number in range(1, 7):
            setattr(self, f"deconv{number}", nn.Conv2d(wide, wide, 4, 1, 2))
        self.deconv7 = nn.Conv2d(wide, wide, 3, 1, 1)
        self.deconv8 = nn.Conv2d(wide, features, 3, 1, 1)
        self.dropout = dropout

    def forward(self, x):
        for number, size in enumerate(self.sizes, start=1):
            x = F.interpolate(x, (size, size), mode="bilinear")
            x = F.relu(getattr(self, f"deconv{number}")(x))
            x = F.dropout(x, self.dropout, self.training)
        x = F.interpolate(x, (56, 56), mode="bilinear")
        return self.deconv8(F.relu(self.deconv7(x)))


class Autoencoder(nn.Module):
    """EfficientAD's autoencoder; `narrow` and `wide` inner channels are 32 and 64 as published."""

    def __init__(self, narrow, wide, features, dropout=0.2):
        super().__init__()
        self.encoder = Encoder(narrow, wide)
        self.decoder = Decoder(wide, features, dropout)

    def forward(self, x):
        return self.decoder(self.encoder(x))


class ResNet50Features(nn.Module):
    """Layers 2 and 3 of a ResNet-50 whose batch norms are folded into its convolutions.

    The file holds `conv0` (stem) and then, block by block, [projection,] 1x1, 3x3, 1x1.
    Input: RGB 0...255 minus a mean. The max pool pads at the bottom and the right only.
    """

    blocks = (3, 4, 6)
    mean = (123.68, 116.78, 103.94)

    def __init__(self, path):
        super().__init__()
        tensors = load_file(path)
        self.count = 1 + sum(3 * n + 1 for n in self.blocks)
        for i in range(self.count):
            for kind in ("weight", "bias"):
                self.register_buffer(f"conv{i}_{kind}", tensors[f"conv{i}.{kind}"].float())

    def convolve(self, index, x, stride=1, padding=0):
        weight = getattr(self, f"conv{index}_weight")
        return F.conv2d(x, weight, getattr(self, f"conv{index}_bias"), stride, padding)

    def forward(self, pictures):
        """RGB 0...1, (n, 3, 512, 512) -> (n, 512, 64, 64), (n, 1024, 32, 32)."""
        x = pictures * 255 - torch.tensor(self.mean).view(1, 3, 1, 1)
        x = F.relu(self.convolve(0, x, 2, 3))
        x = F.max_pool2d(F.pad(x, (0, 1, 0, 1)), 3, 2)
        index, outputs = 1, []
        for stage, blocks in enumerate(self.blocks):
            for block in range(blocks):
                stride = 2 if stage > 0 and block == 0 else 1
                short = x
                if block == 0:
                    short = self.convolve(index, x, stride)
                    index += 1
                y = F.relu(self.convolve(index, x))
                y = F.relu(self.convolve(index + 1, y, stride, 1))
                x = F.relu(self.convolve(index + 2, y) + short)
                index += 3
            outputs.append(x)
        return outputs[1], outputs[2]


def target(layer2, layer3, width):
    """PUAD's recipe: both layers at 64x64, channel groups averaged to `width` channels."""
    layer3 = F.interpolate(layer3, layer2.shape[-2:], mode="bilinear")
    joined = torch.cat((layer2, layer3), 1)
    n, channels, h, w = joined.shape
    return joined.view(n, width, channels // width, h, w).mean(2)
