using Listening.Training.Card;

namespace Listening.Training.Pipeline;

/// <summary>One head, ready to be written: its zip, what its probabilities need, and how good it is.</summary>
internal sealed record TrainedHead(string Name, IReadOnlyList<string> Labels, byte[] Zip, float Temperature, double Threshold, HeadFigures Figures);
