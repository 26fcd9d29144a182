namespace Signals.Core.Model;

/// <summary>A standing call. <see cref="Min"/> asks for the minimum green each cycle, <see cref="Max"/> for the maximum, <see cref="Soft"/> only when nothing else calls.</summary>
public enum Recall : byte
{
    None = 0,
    Min = 1,
    Max = 2,
    Pedestrian = 3,
    Soft = 4,
}
