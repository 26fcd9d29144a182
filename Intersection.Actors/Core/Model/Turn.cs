namespace Signals.Core.Model;

/// <summary>Direction of a movement, seen by the driver.</summary>
public enum Turn : byte
{
    Left = 0,
    Through = 1,
    Right = 2,
    UTurn = 3,
}
