namespace Listening.Testing;

/// <summary>A message as its receiver holds it.</summary>
/// <param name="Receipt">Changes with every delivery; only the latest one deletes.</param>
/// <param name="Deliveries">How often it was handed out, this time included.</param>
public sealed record DeliveredMessage(string Id, string Receipt, string Text, long Deliveries);

/// <summary>A storage queue as far as we use it: what is received hides, and comes back unless it is deleted.</summary>
public sealed class InMemoryQueue
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _messages = [];
    private int _names;

    /// <summary>What lies on it, hidden or not, oldest first.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages.Select(message => message.Text)];
            }
        }
    }

    public void Send(string text)
    {
        lock (_lock)
        {
            _messages.Add(new Entry(Name(), text));
        }
    }

    /// <summary>The oldest message nobody holds; null if there is none.</summary>
    public DeliveredMessage? Receive()
    {
        lock (_lock)
        {
            if (_messages.Find(message => message.Receipt is null) is not { } next)
            {
                return null;
            }

            next.Receipt = Name();
            next.Deliveries++;
            return new DeliveredMessage(next.Id, next.Receipt, next.Text, next.Deliveries);
        }
    }

    /// <summary>Returns false if the receipt is no longer the latest: the message came back meanwhile.</summary>
    public bool Delete(string id, string receipt)
    {
        lock (_lock)
        {
            return _messages.RemoveAll(message => message.Id == id && message.Receipt == receipt) > 0;
        }
    }

    /// <summary>The time for which received messages hide is over: all of them come back.</summary>
    /// <param name="toTheEnd">True if what was sent meanwhile is delivered first.</param>
    public void BringBack(bool toTheEnd = false)
    {
        lock (_lock)
        {
            var hidden = _messages.FindAll(message => message.Receipt is not null);
            hidden.ForEach(message => message.Receipt = null);
            if (toTheEnd)
            {
                _messages.RemoveAll(hidden.Contains);
                _messages.AddRange(hidden);
            }
        }
    }

    private string Name() => (++_names).ToString(CultureInfo.InvariantCulture);

    private sealed class Entry(string id, string text)
    {
        public string Id => id;

        public string Text => text;

        public string? Receipt { get; set; }

        public long Deliveries { get; set; }
    }
}
