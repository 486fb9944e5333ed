namespace Listening.Connectors.Files;

/// <summary>Turns a file's records into items.</summary>
/// <param name="offset">The byte of the content where the first record begins.</param>
/// <param name="line">Its line.</param>
/// <param name="delimiter">What divides the columns; null if the file is JSONL.</param>
internal abstract class ItemReader(IRecordRule rule, long offset, long line, char? delimiter)
{
    public IRecordRule Rule => rule;

    public long Offset => offset;

    public long Line => line;

    public char? Delimiter => delimiter;

    /// <summary>The item of a record; null without a problem for a blank one.</summary>
    public abstract IngestItem? TryRead(ReadOnlyMemory<byte> record, out Problem? problem);

    /// <summary>True if a record without a line end may be all its writer meant to write.</summary>
    public abstract bool MayBeWhole(ReadOnlyMemory<byte> record);

    /// <summary>True if even a record that may be whole may be the beginning of one, and is read again when the file grows.</summary>
    public abstract bool MayGrow { get; }

    /// <summary>The problem of a record that is too long.</summary>
    public abstract Problem TooLong { get; }

    /// <summary>True if the record only goes on to the end of the file because a quote was never closed.</summary>
    public virtual bool QuoteOpen(ReadOnlyMemory<byte> record) => false;

    /// <summary>True if the record ends in the middle of a character.</summary>
    public virtual bool EndsInHalf(ReadOnlyMemory<byte> record) => false;

    /// <summary>False if the record may be a piece of another one, by what it holds.</summary>
    public virtual bool FullWidth(ReadOnlyMemory<byte> record) => true;

    /// <summary>What an operator should know about the file as a whole.</summary>
    public virtual IEnumerable<Problem> Notes => [];
}

internal sealed class JsonLineReader(long offset) : ItemReader(new LineRule(), offset, 1, delimiter: null)
{
    public override IngestItem? TryRead(ReadOnlyMemory<byte> record, out Problem? problem)
    {
        problem = null;
        return record.Span.IndexOfAnyExcept(" \t\r"u8) < 0 ? null : IngestJson.TryRead(record, out problem);
    }

    public override bool MayGrow => false;

    public override Problem TooLong => Problem.Create("file.long-line", $"is longer than 1 MiB");

    /// <summary>An object that closes is whole: there is no beginning of one that is another.</summary>
    public override bool MayBeWhole(ReadOnlyMemory<byte> record) => TryRead(record, out var problem) is not null || problem is null;
}

internal sealed class CsvRowReader(CsvLayout layout)
    : ItemReader(layout.Dialect, layout.BodyOffset, layout.BodyLine, layout.Dialect.Delimiter)
{
    public override bool MayGrow => true;

    public override Problem TooLong =>
        Problem.Create("file.long-row", $"begins a row of more than 1 MiB; close its quote if it is open");

    public override IngestItem? TryRead(ReadOnlyMemory<byte> record, out Problem? problem)
    {
        problem = null;
        var cells = layout.Dialect.Cells(record);
        if (cells.All(string.IsNullOrWhiteSpace))
        {
            return null;
        }

        // Spreadsheets fill rows up with empty cells; only a filled one shows that a quote or delimiter went wrong.
        if (cells.Skip(layout.Columns.Count).Any(cell => !string.IsNullOrWhiteSpace(cell)))
        {
            problem = Problem.Create("file.row-width", $"has {cells.Length} cells where the header has {layout.Columns.Count}");
            return null;
        }

        var item = new IngestItem();
        for (var column = 0; column < Math.Min(cells.Length, layout.Columns.Count); column++)
        {
            if (layout.Columns[column] is { } name)
            {
                item.Offer(name, cells[column]);
            }
        }

        return item;
    }

    public override bool MayBeWhole(ReadOnlyMemory<byte> record) =>
        !QuoteOpen(record) && !EndsInHalf(record) && layout.Dialect.Cells(record).Length >= layout.Columns.Count;

    public override bool QuoteOpen(ReadOnlyMemory<byte> record) => layout.Dialect.QuoteOpen(record.Span);

    public override bool EndsInHalf(ReadOnlyMemory<byte> record) => layout.Dialect.EndsInHalf(record.Span);

    public override bool FullWidth(ReadOnlyMemory<byte> record) => layout.Dialect.Cells(record).Length == layout.Columns.Count;

    public override IEnumerable<Problem> Notes => layout.Columns.OfType<IngestName>().GroupBy(name => name)
        .Where(group => group.Count() > 1)
        .Select(group => (Count: group.Count(), Name: layout.Header[layout.Columns.ToList().IndexOf(group.Key)].Trim()))
        .Select(twice => Problem.Create(
            "file.duplicate-column",
            $"{twice.Count} columns are named '{twice.Name}'; the first of them that is filled counts, so rename the others"));
}

/// <summary>One page of a file: up to 1,000 records from where the last one ended.</summary>
internal sealed class FilePage(FileReading reading, IngestContext context)
{
    public const int MaxRecords = 1_000;

    /// <summary>Ends a page of huge records early, so that it fits in memory.</summary>
    private const int MaxBytes = 16 << 20;

    private readonly RecordReader _records = reading.Records;
    private readonly ItemReader _items = reading.Items;
    private readonly List<Mention> _mentions = [];
    private readonly List<Problem> _rejected = [];
    private readonly List<Problem> _notes = [];

    /// <summary>Up to here, an unclosed quote swallowed records: what looks like one may be a piece of a text.</summary>
    private long _swallowedTo;

    public IReadOnlyList<Mention> Mentions => _mentions;

    /// <inheritdoc cref="FetchOutcome.Page.Rejected"/>
    public IReadOnlyList<Problem> Rejected => _rejected;

    /// <inheritdoc cref="FetchOutcome.Page.Notes"/>
    public IReadOnlyList<Problem> Notes => _notes;

    /// <summary>Reads the page and returns what is left at its end.</summary>
    /// <param name="finish">True if the file stayed the same between two reads: its last record is as finished as it will ever be.</param>
    /// <param name="settled">True if the file was not written to for a while: a record that makes no sense now never will.</param>
    public FileRest Read(bool finish, bool settled, CancellationToken stopping)
    {
        if (_records.Offset == _items.Offset)
        {
            _notes.AddRange(_items.Notes);
        }

        var rest = ReadRecords(finish, settled, stopping);
        NoteTimes();
        var how = reading.File.End;
        if (rest == FileRest.More || how is not (ContentEnd.CutShort or ContentEnd.Damaged))
        {
            return rest;
        }

        // Reported at once, not when the file no longer changes: a cut copy would look like a complete import until then.
        var before = _records.Line == 1 ? "in its first line" : $"after line {_records.Line - 1}";
        _rejected.Add(how == ContentEnd.Damaged
            ? Problem.Create("file.gzip-damaged", $"The gzip data is damaged {before}; what follows is missing")
            : Problem.Create("file.gzip-cut", $"The gzip data ends early {before}; what follows is missing"));
        return FileRest.Nothing;
    }

    private FileRest ReadRecords(bool finish, bool settled, CancellationToken stopping)
    {
        var from = _records.Offset;
        while (_mentions.Count + _rejected.Count < MaxRecords && _records.Offset - from < MaxBytes)
        {
            stopping.ThrowIfCancellationRequested();
            if (!_records.TryRead(out var record))
            {
                return FileRest.Nothing;
            }

            if (record.State == RecordState.TooLong)
            {
                Reject(record.Line, _items.TooLong);
            }
            else if (record.State == RecordState.QuoteOpen)
            {
                RejectOpenQuote(record);
            }
            else if (record.State == RecordState.Complete)
            {
                Take(record);
            }
            else if (finish || (settled && !_items.MayBeWhole(record.Bytes)))
            {
                Finish(record);
            }
            else if (!_items.MayBeWhole(record.Bytes))
            {
                NoteHeld(record);
                return FileRest.Held;
            }
            else if (_items.MayGrow)
            {
                return reading.File.End == ContentEnd.Whole && Take(record, reject: false) ? FileRest.Given : FileRest.Held;
            }
            else
            {
                Take(record);
                _records.SkipAll();
            }
        }

        return _records.AtEnd ? FileRest.Nothing : FileRest.More;
    }

    /// <summary>True if the record is a mention.</summary>
    private bool Take(RawRecord record, bool reject = true)
    {
        if (record.End <= _swallowedTo && !_items.FullWidth(record.Bytes))
        {
            Reject(record.Line, Problem.Create("file.behind-open-quote", $"stands behind the open quote and is not a whole row"));
            return false;
        }

        if (_items.TryRead(record.Bytes, out var problem) is { } item)
        {
            item.Rewrite(IngestField.Text, ImportText.Plain);
            item.Rewrite(IngestField.Title, ImportText.Plain);
            item.Rewrite(IngestField.AuthorName, ImportText.Plain);
            if (IngestRules.TryMap(item, context, out problem) is { } mention)
            {
                _mentions.Add(mention);
                return true;
            }
        }

        if (problem is not null && reject)
        {
            Reject(record.Line, problem);
        }

        return false;
    }

    /// <summary>Takes the last record as it is. Behind an unclosed quote, the lines it swallowed are records after all.</summary>
    private void Finish(RawRecord record)
    {
        if (_items.QuoteOpen(record.Bytes))
        {
            RejectOpenQuote(record);
            _records.SkipLine();
        }
        else if (_items.EndsInHalf(record.Bytes))
        {
            var half = Problem.Create(
                "file.half-character", $"ends in the middle of a character, as a copy that broke off does; copy the file again");
            Reject(record.Line, half);
            _records.SkipAll();
        }
        else
        {
            Take(record);
            _records.SkipAll();
        }
    }

    private void RejectOpenQuote(RawRecord record)
    {
        Reject(record.Line, Problem.Create("file.open-quote", $"opens a quote that is never closed"));
        _swallowedTo = Math.Max(_swallowedTo, record.End);
    }

    /// <summary>An open quote holds back all that follows, which would look like a complete import.</summary>
    private void NoteHeld(RawRecord record)
    {
        if (_items.QuoteOpen(record.Bytes))
        {
            var line = record.Line;
            _notes.Add(Problem.Create(
                "file.quote-still-open",
                $"Line {line} opens a quote that is not closed; what follows is read once the file has stayed the same between two reads"));
        }
    }

    private void NoteTimes()
    {
        var (posts, undated) = (_mentions.Count, _mentions.Count(mention => mention is { PostedAt: null, Deleted: false }));
        if (undated > 0)
        {
            _notes.Add(Problem.Create(
                "file.undated",
                $"{undated} of {posts} posts have no time and count as written now; name the column of their time 'createdAt'"));
        }

        var implausible = _mentions.Count(mention =>
            mention.PostedAt is { } at && MentionLimits.Believable(at, mention.FetchedAt) is null);
        if (implausible > 0)
        {
            _notes.Add(Problem.Create(
                "file.implausible-time",
                $"{implausible} of {posts} posts have a time before 1991 or in the future and count as written now; "
                + $"check the source's 'timeZone'"));
        }
    }

    private void Reject(long line, Problem problem) => _rejected.Add(problem.About($"Line {line}"));
}
