using CsCheck;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Tick;
using Signals.Core.Tick.Recording;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Tests.Tick;

[TestFixture, Category("Property")]
public class TickCodecTests
{
    private static readonly Gen<Instant> GenInstant = Gen.Long[0, 4_000_000_000_000].Select(ms => new Instant(ms));

    private static readonly Gen<VehicleObject> GenObject =
        Gen.Select(Gen.Long, Gen.Float, Gen.Float, Gen.Float).Select((track, distance, speed, share) => new VehicleObject(track, distance, speed, distance - speed, share));

    private static readonly Gen<DetectorReading> GenReading =
        Gen.Select(Gen.Int[0, 63], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Bool, GenInstant, GenInstant, Gen.Float, GenObject.Array[0, TickCodec.MaximumObjects])
            .Select((d, kind, quality, on, from, to, number, objects) =>
                new DetectorReading(d, (ReadingKind)kind, (ReadingQuality)quality, on, from, to, to, d, number, -number)
                {
                    Objects = kind == (int)ReadingKind.Objects ? [.. objects] : default,
                });

    private static readonly Gen<CabinetStatus> GenStatus =
        Gen.Select(GenInstant, Gen.Int[0, 10], Gen.UInt, Gen.UInt, Gen.Bool, Gen.UShort, Gen.ULong, Gen.Select(Gen.Byte[0, 10], Gen.Long[0, 1_000_000]).Array[1, 32])
            .Select((at, mode, hash, epoch, ours, number, bits, groups) => new CabinetStatus(
                at, (CabinetMode)mode, hash, epoch, ours, number, (RejectCode)number, new Duration(number),
                [.. groups.Select(g => new GroupStatus((GroupState)g.Item1, new Duration(g.Item2)))],
                bits, ~bits, bits ^ 5, (CabinetInputs)(hash & 0xFF), (byte)epoch, (MonitorFaults)(number & 0xFF), number));

    private static readonly Gen<NeighbourOutflow> GenNeighbour =
        Gen.Select(Gen.String[0, 12], Gen.String[0, 4], GenInstant, Gen.Float.Array[0, NeighbourOutflow.MaximumBins], Gen.Float)
            .Select((from, approach, start, bins, space) => new NeighbourOutflow(from, approach, start, [.. bins], space));

    private static readonly Gen<ArrivalForecast> GenForecast =
        Gen.Select(Gen.Float, Gen.Float, Gen.Int[0, 4], Gen.Int[0, 60_000]).Select((a, b, source, age) => new ArrivalForecast(
            a, b, a - b, a + b, -a, -b, (ForecastSource)source, new Duration(age), b));

    private static readonly Gen<TickRecord> GenRecord = RecordOf(GenForecast.Array[0, 12]);

    private static Gen<TickRecord> RecordOf(Gen<ArrivalForecast[]> arrivals) =>
        Gen.Select(Gen.Long[0, long.MaxValue], GenInstant, GenReading.Array[0, 20], GenStatus, Gen.Bool, GenNeighbour.Array[0, 4], Gen.Int[0, 3], arrivals)
            .Select((number, deadline, readings, status, flag, neighbours, level, forecasts) => new TickRecord
            {
                Number = number,
                Deadline = deadline,
                Local = new LocalTime((DayOfWeek)(number % 7), new Duration(number % 86_400_000)),
                Readings = readings,
                ReadingsDropped = level,
                Status = flag ? status : null,
                Neighbours = neighbours,
                Forecasts = forecasts,
                DecisionWasLate = flag,
                Limit = (ControlLevel)level,
                Shadow = !flag,
                Digest = new ResultDigest(false, default, default, 0, new GroupSet((ulong)number * 0x9E3779B97F4A7C15), IntentReason.Optimised, Refusal.None, (ControlLevel)level, LadderCause.Operator),
            });

    [Test]
    public void Record_comes_back_as_it_was_written()
    {
        GenRecord.Sample(record =>
        {
            var (bytes, result) = Encode(record);
            var back = TickCodec.Decode(bytes);
            var (again, _) = Encode(back, result);
            return back.Digest == record.Digest && back.Deadline == record.Deadline && back.Shadow == record.Shadow && back.Forecasts.SequenceEqual(record.Forecasts) && bytes.AsSpan().SequenceEqual(again);
        });
    }

    [Test]
    public void Object_lists_come_back_bit_for_bit_and_longer_ones_are_cut_to_what_a_tick_looks_at()
    {
        GenReading.Where(r => r.Kind == ReadingKind.Objects).Sample(reading =>
        {
            var record = Decoded(reading);
            Assert.That(record.Readings[0].Objects, Is.EqualTo(reading.Objects));
        }, iter: 200);
        var vehicle = new VehicleObject(1, 2, 3, 4, 1);
        var tooLong = new DetectorReading(0, ReadingKind.Objects, ReadingQuality.Ok, false, default, default, default, 0, 0, 0) { Objects = [.. Enumerable.Repeat(vehicle, 300)] };
        Assert.That(Decoded(tooLong).Readings[0].Objects, Has.Length.EqualTo(TickCodec.MaximumObjects));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Record_of_an_older_version_is_read_as_it_was_written(byte version)
    {
        const int DigestBytes = 47; // the count of forecasts, which older records do not have, stands before the digest
        RecordOf(Gen.Const(Array.Empty<ArrivalForecast>())).Where(r => r.Readings.All(x => x.Kind != ReadingKind.Objects)).Sample(record =>
        {
            var (bytes, result) = Encode(record);
            byte[] old = [version, .. bytes[1..^(DigestBytes + 1)], .. bytes[^DigestBytes..]];
            var back = TickCodec.Decode(old);
            var (again, _) = Encode(back, result);
            return back.Digest == record.Digest && again.AsSpan().SequenceEqual(bytes);
        }, iter: 50);
    }

    [Test]
    public void Record_cut_short_is_refused_with_a_clear_error()
    {
        Gen.Select(GenRecord, Gen.Double[0, 0.999]).Sample((record, cut) =>
        {
            var (bytes, _) = Encode(record);
            Assert.Throws<InvalidDataException>(() => TickCodec.Decode(bytes.AsSpan(0, Math.Max(1, (int)(bytes.Length * cut)))));
        }, iter: 200);
    }

    [Test]
    public void Record_of_another_version_is_refused()
    {
        var refused = Assert.Throws<InvalidDataException>(() => TickCodec.Decode([TickCodec.Version + 1, 0, 0]));

        Assert.That(refused!.Message, Does.Contain("reads versions 1 to 3"));
    }

    private static TickRecord Decoded(DetectorReading reading) => TickCodec.Decode(Encode(new TickRecord
    {
        Number = 1,
        Deadline = default,
        Local = default,
        Readings = [reading],
        ReadingsDropped = 0,
        Status = null,
        Neighbours = [],
        DecisionWasLate = false,
        Limit = default,
        Shadow = false,
        Digest = default,
    }).Bytes);

    private static (byte[] Bytes, TickResult Result) Encode(TickRecord record, TickResult? known = null)
    {
        var digest = record.Digest;
        var result = known ?? new TickResult(record.Deadline, null, digest.Refusal, new ControlIntent(digest.Green, 0, digest.Reason), digest.Level, digest.Cause);
        var input = record.AsInput();
        var bytes = new byte[TickCodec.SizeLimit(input)];
        return (bytes[..TickCodec.Encode(input, result, bytes)], result);
    }
}
