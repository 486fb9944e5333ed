using Listening.Testing;

namespace Listening.Tests.Domain;

public sealed class JudgedMentionTests
{
    [Fact]
    public void It_prints_itself_once() => Assert.InRange(Samples.Everything.ToString().Length, 100, 5_000);
}
