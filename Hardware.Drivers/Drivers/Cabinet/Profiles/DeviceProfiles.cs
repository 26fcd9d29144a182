using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signals.Drivers.Cabinet.Profiles;

/// <summary>Finds device profiles: two are built in, others are JSON files of the same form.</summary>
public static class DeviceProfiles
{
    private const int MaximumRead = 125, MaximumWrite = 123;

    private static readonly string[] BuiltIn = ["signals-v1", "plc-stage"];

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>A built-in profile by name, or the file <c>NAME.json</c> in a folder.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is wrong; the message says what would be accepted.</exception>
    public static DeviceProfile Find(string name, string folder)
    {
        if (BuiltIn.Contains(name))
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Signals.Drivers.Cabinet.Profiles.{name}.json")!;
            using var reader = new StreamReader(stream);
            return Parse(reader.ReadToEnd(), name);
        }

        var path = Path.Combine(folder, name + ".json");
        return File.Exists(path)
            ? Parse(File.ReadAllText(path), path)
            : throw new InvalidDataException($"device profile \"{name}\" is neither built in ({string.Join(", ", BuiltIn)}) nor the file {path}");
    }

    /// <param name="source">Named in errors.</param>
    /// <exception cref="InvalidDataException">Not a valid profile.</exception>
    public static DeviceProfile Parse(string json, string source)
    {
        DeviceProfile profile;
        try
        {
            profile = JsonSerializer.Deserialize<DeviceProfile>(json, Format) ?? throw new InvalidDataException($"{source}: the profile is empty");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{source}:{wrong.LineNumber + 1}: {wrong.Path}: {wrong.Message}", wrong);
        }

        return Problem(profile) is { } problem ? throw new InvalidDataException($"{source}: {problem}") : profile;
    }

    private static string? Problem(DeviceProfile profile)
    {
        if (profile.Protocol == CabinetProtocolKind.Native)
        {
            return profile.Status is null && profile.Command is null ? null : "protocol native has its map built in: remove status and command";
        }

        if (profile is not { Status: { } status, Command: { } command })
        {
            return "protocol stage needs status and command";
        }

        if (status.Length is 0 or > MaximumRead || command.Length is 0 or > MaximumWrite)
        {
            return $"status.length is {status.Length} and command.length {command.Length}; accepted: 1 to {MaximumRead} and 1 to {MaximumWrite}";
        }

        int[] read = [status.Heartbeat, status.Mode, status.Stage, status.StageState, status.TimeInState, status.Inputs ?? 0, (status.Presence ?? 0) + Math.Max(0, status.PresenceRegisters - 1)];
        int[] written = [command.Stage, command.Heartbeat];
        return read.Any(offset => offset < 0 || offset >= status.Length) ? $"an offset of status lies outside its {status.Length} registers"
            : written.Any(offset => offset < 0 || offset >= command.Length) ? $"an offset of command lies outside its {command.Length} registers"
            : status.PresenceRegisters is < 0 or > 4 ? $"status.presenceRegisters is {status.PresenceRegisters}; accepted: 0 to 4"
            : command.WatchdogMs < CommandFrame.MinimumLeaseMs ? $"command.watchdogMs is {command.WatchdogMs}; accepted: {CommandFrame.MinimumLeaseMs} and more"
            : null;
    }
}
