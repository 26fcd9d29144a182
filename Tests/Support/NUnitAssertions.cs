using Akka.TestKit;

namespace Signals.Tests.Support;

/// <summary>Lets Akka's test kit fail tests the NUnit way; there is no Akka.TestKit package for this NUnit.</summary>
public sealed class NUnitAssertions : ITestKitAssertions
{
    public void Fail(string format = "", params object[] args) => Assert.Fail(Text(format, args));

    public void AssertTrue(bool condition, string format = "", params object[] args) => Assert.That(condition, Is.True, Text(format, args));

    public void AssertFalse(bool condition, string format = "", params object[] args) => Assert.That(condition, Is.False, Text(format, args));

    public void AssertEqual<T>(T expected, T actual, string format = "", params object[] args) =>
        Assert.That(actual, Is.EqualTo(expected), Text(format, args));

    public void AssertEqual<T>(T expected, T actual, Func<T, T, bool> comparer, string format = "", params object[] args) =>
        Assert.That(comparer(expected, actual), Is.True, Text(format, args));

    public Exception AssertThrows(Action action) => Assert.Catch(() => action())!;

    public T AssertThrows<T>(Action action)
        where T : Exception => Assert.Catch<T>(() => action())!;

    public async Task<Exception> AssertThrowsAsync(Func<Task> action) => (await Assert.CatchAsync(() => action()))!;

    public async Task<T> AssertThrowsAsync<T>(Func<Task> action)
        where T : Exception => (await Assert.CatchAsync<T>(() => action()))!;

    private static string Text(string format, object[] args) =>
        args is { Length: > 0 } ? string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args) : format;
}
