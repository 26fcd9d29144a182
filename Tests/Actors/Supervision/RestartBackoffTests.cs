using Signals.Actors.Supervision;

namespace Signals.Tests.Actors.Supervision;

[Category("Unit")]
public sealed class RestartBackoffTests
{
    [Test]
    public void Delay_doubles_from_one_second_to_thirty()
    {
        var backoff = new RestartBackoff();
        var delays = new List<long>();
        long now = 0;
        for (var i = 0; i < 8; i++)
        {
            backoff.Started(now);
            var due = backoff.Failed(now + 1);
            delays.Add(due - now - 1);
            now = due;
        }

        Assert.That(delays, Is.EqualTo(new long[] { 10, 20, 40, 80, 160, 300, 300, 300 }));
    }

    [Test]
    public void A_minute_of_health_forgets_earlier_failures()
    {
        var backoff = new RestartBackoff();
        backoff.Started(0);
        backoff.Started(backoff.Failed(1));
        backoff.Started(backoff.Failed(20));

        Assert.That(backoff.Failed(2000) - 2000, Is.EqualTo(RestartBackoff.FirstDelayTicks));
    }
}
