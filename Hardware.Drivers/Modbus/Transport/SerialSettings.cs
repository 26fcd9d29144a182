using System.IO.Ports;

namespace Signals.Modbus.Transport;

/// <summary>A serial line. Immutable. The defaults are the protocol's (serial line V1.02, section 2.5.1): 19200 8E1.</summary>
/// <param name="PortName">Device, for example <c>/dev/ttyUSB0</c> or <c>COM3</c>.</param>
public sealed record SerialSettings(string PortName)
{
    /// <summary>Above this rate the silence is fixed, so that it stays within timers' reach (section 2.5.1.1).</summary>
    private const int FixedSilenceAboveBaud = 19200;

    /// <summary>Start bit, 8 data bits, parity or second stop bit, stop bit.</summary>
    private const int BitsPerCharacter = 11;

    private static readonly TimeSpan FixedSilence = TimeSpan.FromMicroseconds(1750);

    /// <summary>Bits per second. Default 19200.</summary>
    public int BaudRate { get; init; } = 19200;

    /// <summary>Default even; without parity the protocol asks for two stop bits.</summary>
    public Parity Parity { get; init; } = Parity.Even;

    /// <summary>Default one.</summary>
    public StopBits StopBits { get; init; } = StopBits.One;

    /// <summary>t3.5: the silence between frames, 3.5 characters or 1.75 ms above 19200 baud.</summary>
    public TimeSpan SilentInterval => BaudRate > FixedSilenceAboveBaud
        ? FixedSilence
        : TimeSpan.FromSeconds(3.5 * BitsPerCharacter / BaudRate);
}
