using Akka.Dispatch;
using Signals.Actors.Supervision;

namespace Signals.Tests.Actors.Supervision;

[Category("Unit")]
public sealed class OwnThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public void Everything_runs_whether_scheduled_from_outside_or_from_within()
    {
        var threads = new OwnThreads("test", 2);
        using var left = new CountdownEvent(400);
        for (var i = 0; i < 200; i++)
        {
            threads.Execute(new ActionRunnable(() =>
            {
                threads.Execute(new ActionRunnable(() => left.Signal()));
                left.Signal();
            }));
        }

        Assert.That(left.Wait(Patience), Is.True, () => $"{left.CurrentCount} left");
        threads.Shutdown();
    }

    [Test]
    public void Busy_thread_does_not_keep_what_comes_from_outside_from_the_other()
    {
        var threads = new OwnThreads("test", 2);
        using var release = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        threads.Execute(new ActionRunnable(() => release.Wait(Patience)));

        threads.Execute(new ActionRunnable(done.Set));

        Assert.That(done.Wait(Patience), Is.True);
        release.Set();
        threads.Shutdown();
    }

    [Test]
    public void After_the_end_what_waits_is_done_and_nothing_more_is_taken()
    {
        var threads = new OwnThreads("test", 1);
        using var release = new ManualResetEventSlim();
        using var last = new ManualResetEventSlim();
        threads.Execute(new ActionRunnable(() => release.Wait(Patience)));
        threads.Execute(new ActionRunnable(last.Set));

        threads.Shutdown();

        Assert.That(() => threads.Execute(new ActionRunnable(last.Set)), Throws.InstanceOf<RejectedExecutionException>());
        release.Set();
        Assert.That(last.Wait(Patience), Is.True);
    }
}
