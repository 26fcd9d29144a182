namespace Signals.Sim.Sumo.Network;

/// <summary>One way from a lane to the next.</summary>
/// <param name="From">Edge that it leaves.</param>
/// <param name="To">Edge that it enters.</param>
/// <param name="FromLane">Lane index on <paramref name="From"/>.</param>
/// <param name="ToLane">Lane index on <paramref name="To"/>.</param>
/// <param name="Via">First internal lane on the way; empty when there is none.</param>
/// <param name="Signal">Id of the traffic light that controls it (<c>tl</c>); empty when none does.</param>
/// <param name="LinkIndex">Position in that traffic light's state string; −1 without a traffic light.</param>
/// <param name="Direction"><c>s</c> straight, <c>l</c>/<c>L</c> left, <c>r</c>/<c>R</c> right, <c>t</c> turn-around, <c>invalid</c>.</param>
/// <param name="State">Right of way: <c>M</c>/<c>m</c> major/minor, <c>=</c> equal, <c>s</c> stop, <c>o</c>/<c>O</c> signalised …</param>
public sealed record SumoConnection(
    string From, string To, int FromLane, int ToLane, string Via, string Signal, int LinkIndex, string Direction, string State)
{
    public string FromLaneId { get; } = $"{From}_{FromLane}";

    public string ToLaneId { get; } = $"{To}_{ToLane}";

    public bool IsSignalised => Signal.Length > 0;
}
