using System.Diagnostics;
using System.Runtime.CompilerServices;
using ModelCodegen.Generator.Tests.Cases;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Generator.Tests;

/// <summary>Networks that use several threads.</summary>
public sealed class ThreadTests
{
    private static readonly (NetworkPlan Plan, byte[] Weights) Large = SmallPlans.Conv("Large", inner: 48);

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        byte[] input = new byte[48 * 48 * 4];
        new Random(5).NextBytes(input);
        byte[] image = GeneratedNetwork.Image([(PlanXml.Write(Large.Plan), Large.Weights)]);
        byte[][] results = [.. new[] { 1, 2, 3, 7 }.Select(threads => Run(image, threads, input))];
        Assert.All(results, result => Assert.Equal(results[0], result));
        Assert.True(results[0].Distinct().Count() > 50, "the output depends on the input");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Winograd_gives_the_same_bits_on_any_number_of_threads(bool byTaps)
    {
        KernelCase[] cases =
        [
            .. Enumerable.Range(0, 400).Select(ConvCases.Winograd).Where(c => c.Step is ConvStep { InputType: ElementType.UInt8, Winograd: { } winograd } conv
                && (long)conv.Height * conv.Width * conv.Channels * conv.Run * conv.KernelColumns * 3 > 2_000_000
                && winograd.Taps < WinogradScratch.Taps(conv) == byTaps).Take(3),
        ];
        Assert.Equal(3, cases.Length);
        byte[] image = GeneratedNetwork.Image([.. cases.Select(c => (PlanXml.Write(c.Plan), c.Weights))]);
        byte[][][] results =
        [
            .. new[] { 1, 2, 3, 7 }.Select(threads => GeneratedNetwork.Load(image, [.. cases.Select(c => PlanXml.Write(c.Plan))], threads)
                .Zip(cases, (network, c) => (byte[])network.Run(c.Arena)[0]).ToArray()),
        ];
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    // Threads that wake late find the parts taken, or those of the next run.
    [Fact]
    public void Runs_that_follow_at_once_give_the_same_bits()
    {
        byte[] input = new byte[48 * 48 * 4];
        new Random(6).NextBytes(input);
        byte[] output = new byte[48 * 48 * 20];
        byte[] image = GeneratedNetwork.Image([(PlanXml.Write(Large.Plan), Large.Weights)]);
        byte[] expected = Run(image, 1, input);
        using GeneratedNetwork network = GeneratedNetwork.Load(image, [PlanXml.Write(Large.Plan)], threads: 3)[0];
        for (int i = 0; i < 1000; i++)
        {
            output.AsSpan().Clear();
            network.Run([input], [output]);
            Assert.Equal(expected, output);
        }
    }

    [Fact]
    public void Threads_allocate_nothing_either_and_end_with_the_network()
    {
        byte[] image = GeneratedNetwork.Image([(PlanXml.Write(Large.Plan), Large.Weights)]);
        int before = Process.GetCurrentProcess().Threads.Count;
        using (GeneratedNetwork network = GeneratedNetwork.Load(image, [PlanXml.Write(Large.Plan)], threads: 5)[0])
        {
            Array[] inputs = [new byte[48 * 48 * 4]];
            Array[] outputs = [new byte[48 * 48 * 20]];
            network.Run(inputs, outputs);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            network.Run(inputs, outputs);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
            network.Instance.Dispose();
            Assert.Throws<ObjectDisposedException>(() => network.Run(inputs, outputs));
        }

        Assert.True(SpinWait.SpinUntil(() => Process.GetCurrentProcess().Threads.Count <= before + 2, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void A_network_that_nobody_disposed_stops_its_threads()
    {
        WeakReference arena = Abandon(GeneratedNetwork.Image([(PlanXml.Write(Large.Plan), Large.Weights)]));
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    return !arena.IsAlive;
                },
                TimeSpan.FromSeconds(30)),
            "the threads hold the arena until they end");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Abandon(byte[] image)
    {
        GeneratedNetwork network = GeneratedNetwork.Load(image, [PlanXml.Write(Large.Plan)], threads: 3)[0];
        network.Run(new byte[48 * 48 * 4]);
        return new WeakReference(network.Type.GetField("_arena", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.GetValue(network.Instance));
    }

    private static byte[] Run(byte[] image, int threads, byte[] input)
    {
        using GeneratedNetwork network = GeneratedNetwork.Load(image, [PlanXml.Write(Large.Plan)], threads)[0];
        network.Run(input);
        return (byte[])network.Run(input)[0];
    }
}
