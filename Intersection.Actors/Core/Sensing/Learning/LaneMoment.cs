using Signals.Core.Sensing.Objects;
using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Core.Sensing.Learning;

/// <summary>One lane in one tick, as learning needs it.</summary>
internal readonly ref struct LaneMoment
{
    public required Instant Now { get; init; }

    /// <summary>Since the last tick.</summary>
    public required double Seconds { get; init; }

    /// <summary>Some movement of the lane may go, yielding or not.</summary>
    public required bool IsGo { get; init; }

    /// <summary>There is room wherever the lane leads.</summary>
    public required bool ExitsFree { get; init; }

    /// <summary>Who was found to have crossed, oldest first.</summary>
    public required ReadOnlySpan<LaneCrossing> Crossings { get; init; }

    /// <summary>The first two vehicles in the lane; null when there are not so many.</summary>
    public required VehicleEstimate? First { get; init; }

    public required VehicleEstimate? Second { get; init; }

    /// <summary>Vehicles that stand in the lane.</summary>
    public required int Standing { get; init; }

    /// <summary>Vehicles that arrived; NaN when nobody measures it.</summary>
    public required double Arrived { get; init; }
}
