namespace Signals.Sim.CityFlow.Engine;

/// <summary>Is told when a vehicle comes onto a lane and leaves it. Times are those at the end of the step, s.</summary>
public interface ICityObserver
{
    void Entered(int serial, int lane, double now);

    void Left(int serial, int lane, double now);
}
