using System.Collections.Immutable;
using System.Globalization;
using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Reads <c>plans</c> and <c>schedule</c>.</summary>
internal static class PlanReader
{
    private static readonly (string, TransitionMode)[] Transitions =
    [
        ("short-way", TransitionMode.ShortWay), ("add", TransitionMode.Add), ("subtract", TransitionMode.Subtract), ("dwell", TransitionMode.Dwell),
    ];

    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static void Read(IntersectionDraft draft)
    {
        foreach (var (key, value) in draft.Section.Entries("plans"))
        {
            var scope = draft.Scope.In($"plan {key.Text}", $"plans.{key.Text}");
            var section = new SectionReader(value, Sections.Plan, scope);
            if (!int.TryParse(key.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 253)
            {
                scope.Error(key, $"plan number \"{key.Text}\" must be 1–253 (254 is free, 255 flash)");
            }
            else if (section.IsMap)
            {
                var errors = scope.Log.ErrorCount;
                draft.Plans.Add(new(ReadPlan(section, number), value));
                if (scope.Log.ErrorCount > errors)
                {
                    draft.UnreadPlans.Add(number);
                }
            }
        }

        foreach (var item in draft.Section.Items("schedule"))
        {
            var number = draft.Schedule.Count + 1;
            var section = new SectionReader(item, Sections.ScheduleEntry, draft.Scope.In($"schedule entry {number}", $"schedule.{DaysOf(item)}-{item.Peek("at")}"));
            if (section.IsMap)
            {
                draft.Schedule.Add(new(ReadEntry(draft, section), item));
            }
        }
    }

    private static TimingPlan ReadPlan(SectionReader section, int number)
    {
        var cycle = section.Time("cycle", Duration.FromSeconds(90), 20, 300);
        var offset = section.Time("offset", Duration.Zero, 0, 300);
        var splits = ImmutableArray.CreateBuilder<Split>();
        foreach (var (key, value) in section.Entries("splits"))
        {
            if (!int.TryParse(key.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var part) || part is < 1 or > 32)
            {
                section.Scope.Error(key, $"split \"{key.Text}\" must be a phase or stage number", "splits");
            }
            else if (!UnitFamily.Time.TryRead(value.Text, out var seconds, out var normal, out var problem))
            {
                section.Scope.Error(value, $"split {part}: {problem}", "splits");
            }
            else if (seconds is < 0 or > 300 || Math.Abs(seconds * 10 - Math.Round(seconds * 10)) > 1e-6)
            {
                section.Scope.Error(value, $"split {part}: {normal} must be 0 s to 300 s in steps of 0.1 s", "splits");
            }
            else
            {
                section.Scope.Record($"splits.{part}", normal, ValueSource.File, value);
                splits.Add(new Split(part, Duration.FromSeconds(seconds)));
            }
        }

        var coordinated = Coordinated(section);
        var transition = section.Choice("transition", TransitionMode.ShortWay, Transitions);
        return new(number, cycle, offset, splits.ToImmutable(), coordinated, transition);
    }

    private static ImmutableArray<int> Coordinated(SectionReader section)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var item in section.Items("coordinated"))
        {
            if (int.TryParse(item.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var part))
            {
                numbers.Add(part);
            }
            else
            {
                section.Scope.Error(item, $"coordinated \"{item.Text}\" must be a phase or stage number", "coordinated");
            }
        }

        section.Scope.Record("coordinated", string.Join(", ", numbers), ValueSource.File, section.At("coordinated"));
        return numbers.ToImmutable();
    }

    private static string DaysOf(ConfigNode entry) =>
        entry.Entries.Find(e => e.Key.Text == "days").Value is { Kind: NodeKind.List } list
            ? string.Join('+', list.Items.Select(i => i.Text))
            : entry.Peek("days");

    private static ScheduleEntry ReadEntry(IntersectionDraft draft, SectionReader section)
    {
        var days = ReadDays(section);
        var at = ReadTimeOfDay(section);
        var plan = TimingPlan.FreeNumber;
        if (section.Find("plan") is { } node && node.Text != "free")
        {
            plan = section.Integer("plan", TimingPlan.FreeNumber, 1, 253);
            if (plan != TimingPlan.FreeNumber && draft.Plans.TrueForAll(p => p.Value.Number != plan))
            {
                section.Scope.Error(node, $"plan {plan} is not defined; accepted: free, {string.Join(", ", draft.Plans.Select(p => p.Value.Number))}", "plan");
            }
        }
        else
        {
            section.Scope.Record("plan", "free", ValueSource.File, section.At("plan"));
        }

        return new(days, at, plan);
    }

    private static int ReadDays(SectionReader section)
    {
        if (section.Find("days") is not { } node)
        {
            return 0;
        }

        var names = node.Kind == NodeKind.List ? node.Items.Select(i => i.Text).ToList() : [node.Text];
        section.Scope.Record("days", string.Join(", ", names), ValueSource.File, node);
        var bits = 0;
        foreach (var name in names)
        {
            var day = Array.IndexOf(Days, name);
            bits |= name switch
            {
                "all" => 0b1111111,
                "weekdays" => 0b0111110,
                "weekend" => 0b1000001,
                _ => day >= 0 ? 1 << day : 0,
            };
            if (day < 0 && name is not ("all" or "weekdays" or "weekend"))
            {
                section.Scope.Error(node, $"day \"{name}\" is not accepted{Spelling.Suggest(name, ["all", "weekdays", "weekend", .. Days])}", "days");
            }
        }

        if (names.Count == 0)
        {
            section.Scope.Error(node, "days is empty; write all, weekdays, weekend, or a list such as [mon, tue]", "days");
        }

        return bits;
    }

    private static Duration ReadTimeOfDay(SectionReader section)
    {
        if (section.Find("at") is not { } node)
        {
            return Duration.Zero;
        }

        if (TimeOnly.TryParseExact(node.Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            section.Scope.Record("at", node.Text, ValueSource.File, node);
            return new Duration((long)time.ToTimeSpan().TotalMilliseconds);
        }

        section.Scope.Error(node, $"at \"{node.Text}\" is not a time of day; write HH:mm, for example 06:30", "at");
        return Duration.Zero;
    }
}
