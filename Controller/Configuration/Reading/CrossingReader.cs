using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Reads <c>crossings</c>: which leg a pedestrian group crosses and how far.</summary>
internal static class CrossingReader
{
    /// <summary>Waiting place to kerb where there is no button (MUTCD 11 §4I.06): 6 ft.</summary>
    private static readonly Metres DefaultSetback = Metres.FromFeet(6);

    public static void Read(IntersectionDraft draft)
    {
        var number = 0;
        foreach (var item in draft.Section.Items("crossings"))
        {
            number++;
            var section = new SectionReader(item, Sections.Crossing, draft.Scope.In($"crossing {number}", $"crossings.{item.Peek("leg")}-{item.Peek("group")}"));
            if (!section.IsMap)
            {
                continue;
            }

            var leg = section.Text("leg");
            if (section.Has("leg") && draft.FindApproach(leg) is null)
            {
                section.Scope.Error(
                    section.At("leg"), $"leg \"{leg}\" is not defined{Spelling.Suggest(leg, draft.Approaches.Select(a => a.Value.Id))}", "leg");
                leg = "";
            }

            var group = section.Find("group") is { } node ? draft.GroupIndex(section.Scope, node, "group") : -1;
            if (group >= 0 && !draft.Groups[group].IsPedestrian)
            {
                section.Scope.Error(section.At("group"), $"group \"{draft.GroupName(group)}\" is not a pedestrian group; give it kind: pedestrian", "group");
                group = -1;
            }

            var length = section.Length("length", new Metres(12), 2, 100);
            var setback = section.Length("button-setback", DefaultSetback, 0, 50);
            if (leg.Length > 0 && group >= 0)
            {
                section.Scope.Record("group", draft.GroupName(group), ValueSource.File, section.At("group"), safety: true);
                draft.Crossings.Add(new(new Crossing(leg, group, length, setback), item));
            }
        }
    }
}
