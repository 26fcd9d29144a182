namespace Signals.Sim.CityFlow.Engine;

/// <summary>
/// One driver of CityFlow's vehicle model: a variant of Krauss (1998) with ballistic update, after Zhang et al., "CityFlow" (WWW 2019) and the
/// program's published behaviour. Speeds m/s, distances m, step s. Results may be negative: the vehicle then stops within the step.
/// </summary>
internal static class CityDriving
{
    /// <summary>Answer of <see cref="NoCollision"/> when no speed is safe.</summary>
    private const double Unsafe = -100;

    /// <summary>Keeps a division by a standing vehicle's speed finite, m/s.</summary>
    private const double Epsilon = 1e-8;

    /// <summary>Greatest speed with which a driver stops behind a leader that brakes.</summary>
    /// <param name="leaderSpeed">Leader's speed.</param>
    /// <param name="leaderBraking">Leader's deceleration.</param>
    /// <param name="speed">Own speed.</param>
    /// <param name="braking">Own deceleration.</param>
    /// <param name="gap">Leader's rear to own front.</param>
    /// <param name="targetGap">Gap to be left.</param>
    public static double NoCollision(double leaderSpeed, double leaderBraking, double speed, double braking, double gap, double targetGap, double step)
    {
        var c = speed * step / 2 + targetGap - 0.5 * leaderSpeed * leaderSpeed / leaderBraking - gap;
        var a = 0.5 / braking;
        var b = 0.5 * step;
        if (b * b < 4 * a * c)
        {
            return Unsafe;
        }

        var braked = 0.5 / a * (Math.Sqrt(b * b - 4 * a * c) - b);
        return Math.Min(braked, 2 * leaderSpeed - leaderBraking * step + 2 * (gap - targetGap) / step);
    }

    /// <summary>Speed behind a leader: no collision whatever it does, its usual braking with the standing gap left, and the usual headway.</summary>
    public static double Follow(CityVehicle own, double speed, CityVehicle leader, double leaderSpeed, double gap, double step)
    {
        var safe = NoCollision(leaderSpeed, leader.MostDeceleration, speed, own.MostDeceleration, gap, 0, step);
        var usual = NoCollision(leaderSpeed, leader.UsualDeceleration, speed, own.UsualDeceleration, gap, own.StandingGap, step);
        var closing = Math.Max(0, speed - leaderSpeed);
        var headway = (gap + (leaderSpeed + closing / 2) * step - speed * step / 2) / (own.HeadwaySeconds + step / 2);
        return Math.Min(Math.Min(safe, usual), headway);
    }

    /// <summary>Speed of a driver who wants to stop within a distance ≥ 0.</summary>
    public static double StopBefore(CityVehicle own, double speed, double distance, double step)
    {
        var faster = speed + own.UsualAcceleration * step;
        if ((speed + faster) * step / 2 + faster * faster / own.UsualDeceleration / 2 < distance)
        {
            return faster;
        }

        if (speed <= 0)
        {
            return 0;
        }

        var steps = 2 * distance / (speed + Epsilon) / step;
        return speed - speed / (steps >= 1 ? Math.Floor(steps) : steps);
    }

    /// <summary>Shortest stopping distance.</summary>
    public static double BrakingDistance(CityVehicle own, double speed) => 0.5 * speed * speed / own.MostDeceleration;

    /// <summary>True when a driver can still wait before a point, or has left it behind altogether.</summary>
    /// <param name="distance">From the front bumper to the point; negative beyond it.</param>
    public static bool CanYield(CityVehicle own, double speed, double distance) =>
        distance > 0 ? BrakingDistance(own, speed) < distance - own.YieldDistance : distance < 0 && distance + own.Length < 0;

    /// <summary>Steps until a driver reaches a point on a way that is driven at <paramref name="target"/> m/s.</summary>
    public static int StepsTo(CityVehicle own, double speed, double distance, double target, double step)
    {
        if (distance <= 0)
        {
            return 0;
        }

        if (speed > target)
        {
            return Whole(distance / speed);
        }

        var acceleration = own.UsualAcceleration;
        var gaining = DistanceUntil(speed, target, acceleration, step);
        return gaining > distance
            ? Whole((Math.Sqrt(speed * speed + 2 * acceleration * distance) - speed) / acceleration / step)
            : Whole((target - speed) / acceleration / step) + Whole((distance - gaining) / target / step);
    }

    private static double DistanceUntil(double speed, double target, double acceleration, double step)
    {
        if (target <= speed)
        {
            return 0;
        }

        var steps = Math.Floor((target - speed) / acceleration / step);
        var reached = speed + steps * acceleration / step;
        return (speed + reached) * (steps * step) / 2 + (reached < target ? (reached + target) * step / 2 : 0);
    }

    private static int Whole(double steps) => (int)Math.Ceiling(steps);
}
