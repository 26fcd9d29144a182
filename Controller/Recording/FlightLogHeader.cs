namespace Signals.Controller.Recording;

/// <summary>Who wrote a segment, and of what.</summary>
/// <param name="IntersectionId">Intersection.</param>
/// <param name="Run">Start of the controller that wrote it, Unix milliseconds: segments of one run belong together.</param>
/// <param name="Segment">Number within the run, from 0.</param>
/// <param name="Software">Version of the controller: a rerun is exact with that version.</param>
/// <param name="RecordVersion">Version of the tick records.</param>
/// <param name="CorridorHash">SHA-256 of the corridor file.</param>
public sealed record FlightLogHeader(string IntersectionId, long Run, int Segment, string Software, int RecordVersion, string CorridorHash);
