namespace Signals.Drivers.Cabinet;

/// <summary>
/// Addresses of the native register map, version 1; <c>hardware.md</c> is its text. Addresses are 0-based protocol addresses. 32- and
/// 64-bit values are big-endian, high word first. Values are persisted in the field: never renumber within a version.
/// </summary>
public static class RegisterMap
{
    /// <summary>"TS": first register of the identity block.</summary>
    public const ushort Magic = 0x5453;

    public const ushort Version = 1;

    /// <summary>Most signal groups, and bits in each mask.</summary>
    public const int Groups = 32;

    /// <summary>Most detector channels, and bits of the presence block.</summary>
    public const int Channels = 64;

    /// <summary>Pre-emption inputs.</summary>
    public const int Preempts = 8;

    /// <summary>Cabinet's own step, and unit of its heartbeat.</summary>
    public const int HeartbeatMs = 100;

    /// <summary>Input registers 0–31: who the cabinet is.</summary>
    public static class Identity
    {
        public const int Start = 0;
        public const int Length = 32;
        public const int Magic = 0;
        public const int MapVersion = 1;
        public const int DeviceId = 2;
        public const int GroupCount = 4;
        public const int DetectorCount = 5;
        public const int PedestrianCount = 6;
        public const int Capabilities = 7;
        public const int SafetyConfigHash = 8;
        public const int Firmware = 10;
        public const int Heartbeat = 11;
        public const int UtcMs = 12;
        public const int TimeQuality = 16;
        public const int UptimeSeconds = 17;
        public const int StageCount = 19;
    }

    /// <summary>
    /// Input registers 100–211, mirrored read-only at the same holding addresses so that function 23 writes a command and reads
    /// this back in one round trip. Everything a tick needs, taken at one instant. Members are offsets from <see cref="Start"/>.
    /// </summary>
    public static class Status
    {
        public const int Start = 100;
        public const int Length = 112;
        public const int Mode = 0;
        public const int ModeReason = 1;
        public const int Epoch = 2;
        public const int AcceptedSeq = 4;
        public const int AppliedSeq = 5;
        public const int LastReject = 6;
        public const int LastRejectSeq = 7;
        public const int LeaseRemainingMs = 8;
        public const int OwnerId = 9;
        public const int ActivePlan = 10;
        public const int CyclePosition = 11;
        public const int CycleLength = 12;
        public const int RejectCount = 13;
        public const int TakeoverCount = 14;
        public const int Heartbeat = 15;
        public const int SafetyConfigHash = 16;
        public const int Inputs = 18;
        public const int PreemptInputs = 19;
        public const int MonitorFaults = 20;
        public const int MonitorSequence = 21;
        public const int MonitorChannels = 22;
        public const int TimeQuality = 24;
        public const int ActiveStage = 25;
        public const int EventsLost = 26;
        public const int EventSequence = 27;
        public const int UptimeMs = 28;
        public const int GroupState = 32;
        public const int TimeInState = 64;
        public const int Presence = 96;
        public const int DetectorFaults = 100;
        public const int PedestrianCalls = 104;
        public const int GroupCalls = 108;
        public const int LampFaults = 110;
    }

    /// <summary>Input registers 300–363: earliest and latest end of what each group shows, 0.1 s from now.</summary>
    public static class GroupEnds
    {
        public const int Start = 300;
        public const int Length = 64;
        public const int Earliest = 0;
        public const int Latest = 32;

        /// <summary>Value of an end that is not known.</summary>
        public const ushort Unknown = 0xFFFF;
    }

    /// <summary>Input registers 400–463: cumulative u16 counts by channel; differences survive lost polls and the wrap.</summary>
    public static class Counts
    {
        public const int Start = 400;
        public const int Length = Channels;
    }

    /// <summary>Input registers 500–627: cumulative u32 occupied milliseconds by channel.</summary>
    public static class Occupancy
    {
        public const int Start = 500;
        public const int Length = 2 * Channels;
    }

    /// <summary>Input registers 700–798: lamp currents in mA (red, yellow, green of each group), then mains.</summary>
    public static class Lamps
    {
        public const int Start = 700;
        public const int Length = 99;

        /// <summary>0.1 V.</summary>
        public const int Voltage = 96;

        /// <summary>0.1 Hz.</summary>
        public const int Frequency = 97;

        /// <summary>0.1 °C, signed.</summary>
        public const int Temperature = 98;
    }

    /// <summary>Input registers 1000–1122: the last 20 events, slot = (sequence − 1) modulo 20.</summary>
    public static class Events
    {
        public const int Start = 1000;
        public const int Length = 123;
        public const int Slots = 20;
        public const int SlotLength = 6;
        public const int Lost = 120;
        public const int NewestSequence = 121;
    }

    /// <summary>Input registers 2000–2127: four of each group: minimum go, clearance, red clearance, red-amber, 0.1 s.</summary>
    public static class SafetyTiming
    {
        public const int Start = 2000;
        public const int Length = 4 * Groups;
    }

    /// <summary>Input registers 3000–4023: intergreen in 0.1 s, row = leaving group, column = entering.</summary>
    public static class Intergreens
    {
        public const int Start = 3000;
        public const int Length = Groups * Groups;

        /// <summary>Value of a pair that may be green together.</summary>
        public const ushort Compatible = 0xFFFF;
    }

    /// <summary>Holding registers 0–31: the command frame, written only whole.</summary>
    public static class Command
    {
        public const int Start = 0;
        public const int Length = 32;

        /// <summary>"S" and the frame's version.</summary>
        public const ushort Magic = 0x5301;

        public const int MagicVersion = 0;
        public const int Epoch = 1;
        public const int OwnerId = 3;
        public const int Seq = 4;
        public const int LeaseMs = 5;
        public const int Kind = 6;
        public const int ApplyAt = 7;
        public const int Hold = 9;
        public const int ForceOff = 11;
        public const int Omit = 13;
        public const int Call = 15;
        public const int Stage = 17;
        public const int Plan = 18;
        public const int Reserved = 19;
        public const int ConfigHash = 29;
        public const int Crc = 30;
    }

    /// <summary>Holding registers 64–69: the claim of the epoch, written only whole.</summary>
    public static class Claim
    {
        public const int Start = 64;
        public const int Length = 6;

        /// <summary>"C" and the claim's version.</summary>
        public const ushort Magic = 0x4301;

        public const int MagicVersion = 0;
        public const int Epoch = 1;
        public const int OwnerId = 3;
        public const int Crc = 4;
    }

    /// <summary>Discrete inputs: 0–15 cabinet inputs, 16–23 pre-emption inputs, 32–95 detector presence by channel.</summary>
    public static class Discrete
    {
        public const int Inputs = 0;
        public const int Preempts = 16;
        public const int Presence = 32;
        public const int Length = 96;
    }
}
