using Signals.Core.Prediction;
using Signals.Core.Units;
using Signals.Prediction.Running;
using Signals.Tests.Support;

namespace Signals.Tests.Prediction.Running;

[TestFixture, Category("Integration")]
public sealed class PredictionWorkerTests
{
    private readonly float[] _outputs = new float[ForecastOutputs.Count];

    [Test]
    public async Task Question_is_answered_on_another_thread()
    {
        using var slot = new ModelSlot();
        slot.Replace(OnnxCongestionModel.Load("linear", TestModels.Linear()));
        using var worker = new PredictionWorker(slot, TimeProvider.System);
        var desk = worker.Open(1);
        desk.Post(TestModels.Rows(0.5f), new Instant(1000));
        await Eventually.IsTrue(() => desk.Take(_outputs).State == DeskState.Answered, "an answer");
        Assert.That(desk.Take(_outputs).At, Is.EqualTo(new Instant(1000)));
        Assert.That(_outputs[3], Is.EqualTo(2).Within(1e-5));
    }

    [Test]
    public async Task Question_that_nobody_began_is_replaced_by_the_next()
    {
        using var began = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var seen = new List<float>();
        using var slot = new ModelSlot();
        slot.Replace(new ScriptedModel((inputs, _) =>
        {
            seen.Add(inputs[FeatureColumn.Flow]);
            began.Release();
            goOn.Wait();
        }));
        using var worker = new PredictionWorker(slot, TimeProvider.System);
        var desk = worker.Open(1);
        desk.Post(TestModels.Rows(1), new Instant(1));
        await began.WaitAsync(TimeSpan.FromSeconds(10));
        desk.Post(TestModels.Rows(2), new Instant(2));
        desk.Post(TestModels.Rows(3), new Instant(3));
        goOn.Release(2);
        await Eventually.IsTrue(() => desk.Take(_outputs).At == new Instant(3), "the last question is answered");
        Assert.That(seen, Is.EqualTo(new[] { 1, 3 }));
    }

    [Test]
    public async Task Model_that_throws_costs_its_answers_and_a_better_one_takes_over()
    {
        using var slot = new ModelSlot();
        slot.Replace(new ScriptedModel((_, _) => throw new InvalidOperationException("broken")));
        using var worker = new PredictionWorker(slot, TimeProvider.System);
        var desk = worker.Open(1);
        desk.Post(TestModels.Rows(1), new Instant(1));
        await Eventually.IsTrue(() => desk.Take(_outputs).State == DeskState.Failed, "a failure");
        Assert.That(worker.Failures, Is.EqualTo(1));

        slot.Replace(OnnxCongestionModel.Load("linear", TestModels.Linear()));
        desk.Post(TestModels.Rows(1), new Instant(2));
        await Eventually.IsTrue(() => desk.Take(_outputs).State == DeskState.Answered, "an answer");
    }

    [Test]
    public async Task Model_is_swapped_while_it_is_being_asked()
    {
        using var slot = new ModelSlot();
        slot.Replace(OnnxCongestionModel.Load("one", TestModels.Linear(1)));
        using var worker = new PredictionWorker(slot, TimeProvider.System);
        var desk = worker.Open(1);
        for (var swap = 1; swap <= 20; swap++)
        {
            var factor = swap;
            slot.Replace(OnnxCongestionModel.Load("next", TestModels.Linear(factor)));
            desk.Post(TestModels.Rows(1), new Instant(swap));
            await Eventually.IsTrue(() => desk.Take(_outputs).At == new Instant(factor), "an answer of the new model");
            Assert.That(_outputs[0], Is.EqualTo(factor).Within(1e-4));
        }
    }

    [Test]
    public async Task Without_a_model_the_desk_says_so()
    {
        using var slot = new ModelSlot();
        using var worker = new PredictionWorker(slot, TimeProvider.System);
        var desk = worker.Open(1);
        desk.Post(TestModels.Rows(1), new Instant(1));
        await Eventually.IsTrue(() => desk.Take(_outputs).State == DeskState.NoModel, "no model");
    }
}
