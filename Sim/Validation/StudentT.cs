namespace Signals.Sim.Validation;

/// <summary>Two-sided 95 % points of Student's t distribution: what a mean of few seeds is uncertain by.</summary>
public static class StudentT
{
    /// <summary>0.975 quantile for 1–30 degrees of freedom. Source: NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2.</summary>
    private static readonly double[] Table =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
        2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
        2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>0.975 quantile of the normal distribution.</summary>
    private const double Z = 1.959964;

    /// <summary>0.975 quantile; beyond the table by the Cornish–Fisher expansion, which is exact to the third decimal there.</summary>
    /// <param name="degreesOfFreedom">≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one degree of freedom: one run has no spread.</exception>
    public static double TwoSided95(int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        if (degreesOfFreedom <= Table.Length)
        {
            return Table[degreesOfFreedom - 1];
        }

        double n = degreesOfFreedom, z3 = Z * Z * Z, z5 = z3 * Z * Z;
        return Z + (z3 + Z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * Z) / (96 * n * n);
    }
}
