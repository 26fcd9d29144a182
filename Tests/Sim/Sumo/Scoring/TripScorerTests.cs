using Signals.Sim.Sumo.Network;
using Signals.Sim.Sumo.Scoring;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Sumo.Scoring;

[TestFixture, Category("Unit")]
public class TripScorerTests
{
    private const string Statistic =
        """<statistics><vehicles loaded="5"/><teleports total="2" jam="2"/><safety collisions="1" emergencyStops="3"/></statistics>""";

    private const string Routes =
        """
        <routes><vType id="t"/>
          <vehicle id="early" type="t" depart="99.00"/>
          <vehicle id="a" type="t" depart="100.00"><route edges="x y"/></vehicle>
          <trip id="b" depart="110.00" from="x" to="y"/>
          <trip id="c" depart="120.00" from="x" to="y"/>
          <trip id="never" depart="150.00" from="x" to="y"/>
          <trip id="after" depart="200.00" from="x" to="y"/>
        </routes>
        """;

    private const string Trips =
        """
        <tripinfos>
          <tripinfo id="a" depart="100.00" departDelay="0.00" arrival="130.00" duration="30.00" waitingTime="4.00" waitingCount="1" timeLoss="10.00"/>
          <tripinfo id="b" depart="112.00" departDelay="2.00" arrival="-1.00" duration="88.00" waitingTime="60.00" waitingCount="3" timeLoss="70.00"><x depart="5"/></tripinfo>
          <tripinfo id="c" depart="121.00" departDelay="1.00" arrival="161.00" duration="40.00" waitingTime="6.00" waitingCount="2" timeLoss="15.50"/>
          <tripinfo id="never" depart="-1.00" departDelay="50.00" arrival="-1.00" duration="0" waitingTime="0" waitingCount="0" timeLoss="0"/>
        </tripinfos>
        """;

    [Test]
    public void Everybody_scheduled_counts_whether_finished_running_or_never_inserted()
    {
        using var folder = new TemporaryDirectory();

        var score = Score(folder, Trips, Statistic);

        // a 10 + 0, b 70 + 2, c 15.5 + 1, never: 200 − 150.
        Assert.That(score, Is.EqualTo(new TripScore(
            Scheduled: 4, Inserted: 3, Finished: 2, NotInserted: 1, FullDelay: 37.125, RescoDelay: 32.833, P95Delay: 50, MaxWait: 60,
            MeanDuration: 35, MeanWaiting: 5, MeanStops: 1.5, Teleports: 2, Collisions: 1, EmergencyStops: 3)));
    }

    [Test]
    public void Empty_run_has_no_means()
    {
        using var folder = new TemporaryDirectory();

        var score = Score(folder, "<tripinfos/>", Statistic);

        Assert.That((score.NotInserted, score.FullDelay, score.RescoDelay, score.MaxWait), Is.EqualTo((4, 80.0, (double?)null, (double?)null)));
    }

    [TestCase("<tripinfos><tripinfo id='a' depart='soon'/></tripinfos>", Statistic, @"tripinfo\.xml:1: depart")]
    [TestCase("<tripinfos><tripinfo depart='1' timeLoss='1' departDelay='0'/></tripinfos>", Statistic, @"tripinfo\.xml:1: id")]
    [TestCase("<tripinfos>", Statistic, @"tripinfo\.xml:1: not well-formed")]
    [TestCase("<tripinfos/>", "<statistics/>", @"statistic\.xml: no elements teleports and safety")]
    public void Broken_output_is_named_with_file_and_line(string trips, string statistic, string message)
    {
        using var folder = new TemporaryDirectory();

        Assert.That(() => Score(folder, trips, statistic), Throws.TypeOf<SumoFormatException>().With.Message.Matches(message));
    }

    private static TripScore Score(TemporaryDirectory folder, string trips, string statistic)
    {
        File.WriteAllText(folder.File("tripinfo.xml"), trips);
        File.WriteAllText(folder.File("r.rou.xml"), Routes);
        File.WriteAllText(folder.File("statistic.xml"), statistic);
        return TripScorer.Score(folder.File("tripinfo.xml"), [folder.File("r.rou.xml")], 100, 200, folder.File("statistic.xml"));
    }
}
