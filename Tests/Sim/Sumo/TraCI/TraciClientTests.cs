using CsCheck;
using Signals.Sim.Sumo.TraCI;

namespace Signals.Tests.Sim.Sumo.TraCI;

[TestFixture, Category("Integration")]
public class TraciClientTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private static readonly byte[][] Greeting =
        [ScriptedSumo.Version(20, "SUMO 1.15.0"), [.. ScriptedSumo.Ok(0xDB), .. ScriptedSumo.Simulation([], [])]];

    [Test]
    public void Vehicles_are_followed_from_insertion_to_arrival()
    {
        using var sumo = new ScriptedSumo(
        [
            .. Greeting,
            [.. Step(1), .. ScriptedSumo.Simulation(["a"], [])],
            [.. ScriptedSumo.VehicleLength("a", 4.5), .. ScriptedSumo.Ok(0xD4), .. ScriptedSumo.Vehicle("a", "in_0", 5, 10)],
            [.. Step(2), .. ScriptedSumo.Simulation([], []), .. ScriptedSumo.Vehicle("a", "elsewhere_0", 7, 11)],
            [.. Step(1), .. ScriptedSumo.Simulation([], ["a"])],
        ]);
        using var client = Open(sumo);
        client.Begin();

        Go(client);
        Assert.That(client.Vehicles, Is.EqualTo(new[] { new SumoVehicle(1, 1, 5, 10, 4.5f) }));
        Go(client);
        Assert.That(client.Vehicles, Is.EqualTo(new[] { new SumoVehicle(1, -1, 7, 11, 4.5f) }));
        Go(client);
        Assert.That(client.Vehicles, Is.Empty);
    }

    [Test]
    public void State_travels_in_the_message_of_the_step()
    {
        using var sumo = new ScriptedSumo([.. Greeting, [.. ScriptedSumo.Ok(0xC2), .. Step(1), .. ScriptedSumo.Simulation([], [])]]);
        using var client = Open(sumo);
        client.Begin();

        client.SetState("J", "GGrr");
        Go(client);

        Assert.That(sumo.Received, Has.Count.EqualTo(3));
        Assert.That(sumo.Received[2][1], Is.EqualTo(0xC2));
    }

    [TestCase(19)]
    [TestCase(3)]
    public void Older_protocol_is_refused_with_what_is_needed(int api)
    {
        using var sumo = new ScriptedSumo(ScriptedSumo.Version(api, "SUMO 0.32"));
        using var client = Open(sumo);

        Assert.That(client.Begin, Throws.TypeOf<TraciException>().With.Message.Contains("SUMO 0.32").And.Message.Contains("at least 20"));
    }

    [Test]
    public void Newer_protocol_is_welcome()
    {
        using var sumo = new ScriptedSumo(ScriptedSumo.Version(23, "SUMO 2.1"), Greeting[1]);
        using var client = Open(sumo);

        Assert.That(client.Begin(), Is.EqualTo("SUMO 2.1"));
    }

    [Test]
    public void Refusal_comes_with_sumos_reason()
    {
        using var sumo = new ScriptedSumo([.. Greeting, ScriptedSumo.Refused(0xC2, "Traffic light 'X' is not known")]);
        using var client = Open(sumo);
        client.Begin();

        client.SetState("X", "G");

        Assert.That(() => Go(client), Throws.TypeOf<TraciException>().With.Message.Contains("Traffic light 'X' is not known"));
    }

    [Test]
    public void Silence_ends_at_the_deadline()
    {
        using var sumo = new ScriptedSumo();
        using var client = new TraciClient(TraciConnection.Open(sumo.Port, TimeSpan.FromMilliseconds(100)), []);

        Assert.That(client.Begin, Throws.TypeOf<TraciException>().With.Message.Contains("does not answer"));
    }

    [Test]
    public void Any_answer_is_read_or_refused_and_nothing_else() => Gen.Byte.Array[0, 60].Sample(
        noise =>
        {
            var reader = new TraciReader(noise);
            try
            {
                reader.Verdict(0x02);
                for (var left = reader.Integer(); left > 0; left--)
                {
                    reader.SkipLength();
                    reader.Bytes();
                    reader.Number();
                }
            }
            catch (TraciException)
            {
                // The only way out that a run has to expect.
            }
        });

    private static byte[] Step(int subscriptions) => [.. ScriptedSumo.Ok(0x02), .. ScriptedSumo.Integer(subscriptions)];

    private static TraciClient Open(ScriptedSumo sumo) => new(TraciConnection.Open(sumo.Port, Deadline), ["out_0", "in_0"]);

    private static void Go(TraciClient client)
    {
        client.BeginStep();
        client.EndStep();
    }
}
