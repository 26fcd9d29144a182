using System.Runtime.InteropServices;

namespace Signals.Sim.Training.Trees;

/// <summary>
/// The part of LightGBM's C API (include/LightGBM/c_api.h, version 4.7) that training needs. Every function gives 0, or −1 with its reason in
/// <see cref="LGBM_GetLastError"/>. On Debian the library needs libgomp1.
/// </summary>
internal static partial class LightGbmNative
{
    /// <summary>C_API_DTYPE_FLOAT32, also of labels and weights.</summary>
    public const int Float32 = 0;
    public const int Float64 = 1;

    /// <summary>C_API_PREDICT_NORMAL: through the objective's link.</summary>
    public const int PredictNormal = 0;

    /// <summary>C_API_PREDICT_RAW_SCORE: sums of leaves.</summary>
    public const int PredictRaw = 1;

    private const string Library = "lib_lightgbm";

    /// <exception cref="InvalidOperationException">The call failed; the message is LightGBM's.</exception>
    public static void Check(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"LightGBM: {Marshal.PtrToStringUTF8(LGBM_GetLastError())}");
        }
    }

    [LibraryImport(Library)]
    public static partial nint LGBM_GetLastError();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_DatasetCreateFromMat(
        ReadOnlySpan<float> data, int dataType, int rows, int columns, int isRowMajor, string parameters, nint reference, out nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_DatasetSetField(nint dataset, string field, ReadOnlySpan<float> values, int count, int dataType);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_DatasetSetField(nint dataset, string field, ReadOnlySpan<double> values, int count, int dataType);

    [LibraryImport(Library)]
    public static partial int LGBM_DatasetFree(nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_BoosterCreate(nint dataset, string parameters, out nint booster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_BoosterResetParameter(nint booster, string parameters);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterUpdateOneIter(nint booster, out int finished);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterSaveModelToString(
        nint booster, int firstIteration, int iterations, int importance, long capacity, out long length, Span<byte> text);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_BoosterPredictForMat(
        nint booster, ReadOnlySpan<float> data, int dataType, int rows, int columns, int isRowMajor, int predictType, int firstIteration, int iterations, string parameters,
        out long length, Span<double> result);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterFree(nint booster);
}
