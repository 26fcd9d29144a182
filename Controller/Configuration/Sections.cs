using Signals.Controller.Configuration.Yaml;

namespace Signals.Controller.Configuration;

/// <summary>Every map of a corridor file and its keys. <c>corridors/corridor.schema.json</c> says the same to editors; a test compares the two.</summary>
internal static class Sections
{
    public static readonly Section Corridor = new(
        "corridor",
        ["corridor", "standard", "time-zone", "traffic", "intersections"],
        ["timing", "control", "links", "shared", "prediction-model"]) { Safety = ["standard", "traffic"] };

    public static readonly Section Timing = new("timing", [], ["rounding", "yellow-form", "start-up-credit"])
    {
        Safety = ["rounding", "yellow-form", "start-up-credit"],
    };

    public static readonly Section Control = new(
        "control", [], ["level", "shadow", "lease", "method", "horizon", "decision-interval", "stop-penalty", "pedestrian-weight", "transit-weight", "coordination-weight", "prediction"]);

    public static readonly Section Intersection = new(
        "intersection",
        ["name", "device", "cabinet", "approaches", "groups", "lane-groups", "sequence"],
        ["control", "crossings", "surveyed-conflicts", "conflicts", "intergreens", "detectors", "plans", "schedule"]) { Safety = ["device"] };

    public static readonly Section Cabinet = new("cabinet", ["address", "port"], ["transport", "unit", "profile"])
    {
        Safety = ["transport", "address", "port", "unit", "profile"],
    };

    public static readonly Section Approach = new("approach", ["bearing", "speed", "length", "crossing-width"], ["grade"])
    {
        Safety = ["bearing", "speed", "crossing-width", "grade"],
    };

    public static readonly Section Group = new(
        "group",
        ["kind"],
        [
            "min-green", "yellow", "red-clearance", "red-amber", "walk", "clearance", "buffer",
            "max-green", "passage", "recall", "lock", "pedestrian-lead", "max-wait", "rest-in-walk",
        ]) { Safety = ["kind", "min-green", "yellow", "red-clearance", "red-amber", "walk", "clearance", "buffer", "max-wait"] };

    public static readonly Section LaneGroup = new(
        "lane-group", ["approach", "lanes", "movements"], ["storage", "pocket", "saturation-flow", "start-up-lost", "position"])
    {
        Safety = ["approach", "position"],
    };

    public static readonly Section Movement = new("movement", ["turn", "to"], ["protected", "permissive", "on-red", "share", "exit-lane", "yields-to"])
    {
        Safety = ["turn", "to", "protected", "permissive", "on-red"],
    };

    public static readonly Section Crossing = new("crossing", ["leg", "group", "length"], ["button-setback"])
    {
        Safety = ["leg", "group", "length", "button-setback"],
    };

    public static readonly Section SurveyedConflicts = new("surveyed-conflicts", ["source", "groups"], []) { Safety = ["source"] };

    public static readonly Section Sequence = new(
        "sequence", ["type", "start-up"], ["phases", "rings", "overlaps", "simultaneous-gap-out", "stages"])
    {
        Safety = ["type", "start-up", "rings"],
    };

    public static readonly Section Phase = new("phase", ["group"], ["pedestrian", "dual-entry"]) { Safety = ["group", "pedestrian"] };

    public static readonly Section Overlap = new("overlap", ["group", "phases"], []) { Safety = ["group", "phases"] };

    public static readonly Section Stage = new("stage", ["groups"], ["name", "pedestrians"]) { Safety = ["groups", "pedestrians"] };

    public static readonly Section Intergreen = new("intergreen", [], ["time", "clearing", "entering"])
    {
        Safety = ["time", "clearing", "entering"],
    };

    public static readonly Section Detector = new(
        "detector", ["channel", "kind", "role"],
        ["lane-group", "lane", "calls", "distance", "length", "sensor", "sensor-lane", "exit-leg", "exit-lane"]);

    public static readonly Section Plan = new("plan", ["cycle", "splits", "coordinated"], ["offset", "transition"]);

    public static readonly Section ScheduleEntry = new("schedule-entry", ["days", "at", "plan"], []);

    public static readonly Section Link = new("link", ["from", "leg", "to", "approach", "length", "speed"], ["lanes"]);

    public static IReadOnlyList<Section> All { get; } =
    [
        Corridor, Timing, Control, Intersection, Cabinet, Approach, Group, LaneGroup, Movement, Crossing, SurveyedConflicts, Sequence, Phase, Overlap, Stage,
        Intergreen, Detector, Plan, ScheduleEntry, Link,
    ];
}
