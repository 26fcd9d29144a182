namespace Signals.Sim.Sumo.Network;

/// <summary>A SUMO file that cannot be used, with file, line and field; the message says what would be accepted.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class SumoFormatException(string message) : IOException(message);
