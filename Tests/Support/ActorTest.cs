using Akka.Configuration;
using Akka.TestKit;
using Signals.Actors.Supervision;

namespace Signals.Tests.Support;

/// <summary>Base of tests with a real actor system, one for each test case, with the dispatchers of the product.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class ActorTest : TestKitBase, IDisposable
{
    protected ActorTest()
        : base(new NUnitAssertions(), ConfigurationFactory.ParseString(ControlDispatcher.Hocon).WithFallback(DefaultConfig), "test")
    {
    }

    public void Dispose()
    {
        Shutdown(TimeSpan.FromSeconds(10), verifySystemShutdown: true);
        GC.SuppressFinalize(this);
    }
}
