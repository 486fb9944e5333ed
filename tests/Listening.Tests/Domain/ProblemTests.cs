using Listening.Domain;

namespace Listening.Tests.Domain;

public sealed class ProblemTests
{
    [Fact]
    public void A_problem_keeps_the_parameters_of_its_sentence_by_name()
    {
        var (where, limit) = ("blog.example/feed", TimeSpan.FromSeconds(2.5));

        var problem = Problem.Create("http.timeout", $"{where} did not answer within {limit.TotalSeconds:0.0} seconds");

        Assert.Equal(("http.timeout", "blog.example/feed did not answer within 2.5 seconds"), (problem.Code, problem.Sentence));
        Assert.Equal(new Dictionary<string, string> { ["where"] = where, ["totalSeconds"] = "2.5" }, problem.Parameters);
    }

    [Fact]
    public void Problems_are_equal_by_code_and_sentence()
    {
        var one = Problem.Create("file.missing", $"The file is missing");

        Assert.Equal(one, Problem.Create("file.missing", $"The file is missing"));
        Assert.NotEqual(one, Problem.Create("file.gone", $"The file is missing"));
    }
}
