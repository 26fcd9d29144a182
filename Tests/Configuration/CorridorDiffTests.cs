using System.Text;
using Signals.Controller.Configuration;
using Signals.Tests.Support;

namespace Signals.Tests.Configuration;

[TestFixture]
[Category("Unit")]
public sealed class CorridorDiffTests
{
    private static readonly string Original = File.ReadAllText(TestCorridors.PathOf("high-street.yaml"));

    [Test]
    public void Comments_spelling_of_numbers_and_defaults_written_out_are_no_change() =>
        Assert.That(
            Diff(("max-green: 40 s", "max-green: 40.0 s"), ("corridor: High Street", "# a comment\ncorridor: High Street"), ("kind: pedestrian,", "kind: pedestrian, recall: none,")),
            Is.Empty);

    [Test]
    public void Change_of_a_speed_shows_every_time_that_follows_from_it_as_safety()
    {
        var original = CorridorFile.Load(TestCorridors.PathOf("main-street.yaml"));
        var text = File.ReadAllText(TestCorridors.PathOf("main-street.yaml")).Replace("speed: 35 mph, length: 900 ft", "speed: 45 mph, length: 900 ft", StringComparison.Ordinal);

        var changes = CorridorDiff.Between(original, CorridorFile.Parse("new.yaml", Encoding.UTF8.GetBytes(text)));

        var yellow = changes.Single(c => c.Path == "intersections.main-1st.groups.P2.yellow");
        Assert.That((yellow.Old, yellow.New, yellow.Safety), Is.EqualTo(("3.6 s", "4.4 s", true)));
        Assert.That(changes.Select(c => c.Path), Has.Member("intersections.main-1st.intergreens.P2.P4"));
        Assert.That(changes.Where(c => !c.Safety), Is.Empty);
    }

    [Test]
    public void Actuation_change_is_not_safety_relevant()
    {
        var change = Diff(("max-green: 40 s", "max-green: 45 s")).Single();

        Assert.That((change.Kind, change.Path, change.Old, change.New, change.Safety),
            Is.EqualTo((ChangeKind.Changed, "intersections.high-station.groups.A.max-green", "40 s", "45 s", false)));
    }

    [Test]
    public void Section_that_went_is_one_change()
    {
        var line = Original.Split('\n').Single(l => l.Contains("X-S:", StringComparison.Ordinal));
        var changes = Diff((line + "\n", ""), ("B: { kind: vehicle,", "B: { kind: vehicle, recall: min,"));

        var removed = changes.Single(c => c.Kind == ChangeKind.Removed);
        Assert.That(removed.Path, Is.EqualTo("intersections.high-station.detectors.X-S"));
        Assert.That(changes, Has.Length.EqualTo(2));
    }

    private static System.Collections.Immutable.ImmutableArray<Change> Diff(params (string Old, string New)[] edits)
    {
        var text = Original;
        foreach (var (old, now) in edits)
        {
            Assert.That(text, Does.Contain(old));
            text = text.Replace(old, now, StringComparison.Ordinal);
        }

        var changed = CorridorFile.Parse("new.yaml", Encoding.UTF8.GetBytes(text));
        Assert.That(changed.Findings.Select(f => f.ToString()), Is.Empty);
        return CorridorDiff.Between(CorridorFile.Parse("old.yaml", Encoding.UTF8.GetBytes(Original)), changed);
    }
}
