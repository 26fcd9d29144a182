namespace Signals.Core.Prediction;

/// <summary>One column of a model's input.</summary>
/// <param name="Name">Unique, lower case with underscores.</param>
/// <param name="Unit">Unit of the value; <c>1</c> for shares, flags and counts of things.</param>
/// <param name="Minimum">Least value that can occur; a row with less is out of range.</param>
/// <param name="Maximum">Greatest value that can occur.</param>
public readonly record struct Feature(string Name, string Unit, float Minimum, float Maximum);
