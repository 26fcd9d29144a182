namespace Signals.Drivers.Feeds;

/// <summary>Keys of a sensor message, as a set.</summary>
[Flags]
internal enum SensorMessageKeys
{
    None = 0,
    Version = 1,
    Kind = 2,
    Sensor = 4,
    Sequence = 8,
    Site = 16,
    Lane = 32,
    From = 64,
    To = 128,
    At = 256,
    On = 512,
    Count = 1024,
    Occupancy = 2048,
    Speed = 4096,
    Class = 8192,
    Quality = 16384,
    Clock = 32768,
    Objects = 65536,
    Always = Version | Kind | Sensor | Sequence | Site | Lane | Quality,
    Event = Always | At | On,
    Interval = Always | From | To | Count,
    ObjectList = Always | At | Objects,
    NotInEvent = From | To | Occupancy | Objects,
    NotInInterval = At | On | Objects,
    NotInObjectList = From | To | On | Count | Occupancy | Speed | Class,
}
