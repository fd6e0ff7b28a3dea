using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Steps that several threads share, and the pool of those threads. Parts are ranges of rows: the same bits.</summary>
internal static class ThreadsEmitter
{
    // Below, waking a thread costs more than it saves.
    private const long LeastProducts = 1_000_000;

    /// <summary>Whether a step is large enough, can be cut, and touches only memory that other threads can reach.</summary>
    public static bool IsShared(Step step) => step switch
    {
        ConvStep s => (s.Height > 1 || s.Width >= 32)
            && (long)s.Images * s.Groups * s.Height * s.Width * s.Channels * s.KernelRows * s.KernelColumns * s.Run >= LeastProducts
            && IsReachable(s.Input) && IsReachable(s.Output),
        DepthwiseStep s => s.Height > 1
            && (long)s.Images * s.Height * s.Width * s.Channels * s.KernelHeight * s.KernelWidth >= LeastProducts / 4
            && IsReachable(s.Input) && IsReachable(s.Output),
        _ => false,
    };

    /// <summary>The call of a shared step.</summary>
    public static IReadOnlyList<string> Call(int number, bool weights) => [$"SharedStep({number}, ref arena{(weights ? ", ref weights" : "")}, pool);"];

    /// <summary>Writes the shared steps' methods and the pool. Few methods with many steps: each method costs the JIT more than its few calls.</summary>
    public static void Write(IndentedWriter w, NetworkPlan plan, IReadOnlyList<(int Number, IReadOnlyList<string> Calls)> steps)
    {
        bool weights = plan.WeightBytes > 0;
        string parameters = $"int step, ref byte arena{(weights ? ", ref byte weights" : "")}";
        string arguments = $"step, ref arena{(weights ? ", ref weights" : "")}";
        ILookup<int, (int Number, IReadOnlyList<string> Calls)> methods = steps.ToLookup(static step => step.Number / NetworkEmitter.StepsPerMethod);
        w.Open($"private static void SharedStep({parameters}, WorkerPool? pool)");
        w.Open("if (pool is null)");
        w.Line($"StepPart({arguments}, 0, 1);");
        w.Close();
        w.Open("else");
        w.Line("pool.Run(step);");
        w.Close();
        w.Close();
        w.Line();
        w.Raw("// A part of a shared step.");
        w.Open($"private static void StepPart({parameters}, int part, int parts)");
        Switch(w, $"step / {NetworkEmitter.StepsPerMethod}", methods.Select(m => (m.Key, (IReadOnlyList<string>)[$"StepPart{m.Key}({arguments}, part, parts);"])));
        w.Close();
        w.Line();
        foreach (IGrouping<int, (int Number, IReadOnlyList<string> Calls)> method in methods)
        {
            w.Open($"private static void StepPart{method.Key}({parameters}, int part, int parts)");
            Switch(w, "step", method);
            w.Close();
            w.Line();
        }

        w.Raw("// The threads beside the one that calls Run. They know the arena but not the network, which can be collected.");
        w.Open("private sealed class WorkerPool");
        w.Line("""
            private readonly byte[] _arena;
            private readonly int _start;
            private readonly int _threads;
            private readonly SemaphoreSlim _wake = new SemaphoreSlim(0);
            private int _step;
            private int _next;
            private int _left;
            private volatile bool _stopped;

            internal WorkerPool(byte[] arena, int start, int threads)
            {
                _arena = arena;
                _start = start;
                _threads = threads;
                for (int i = 1; i < threads; i++)
                {
                    new Thread(Work) { IsBackground = true, Name = "ModelCodegen" }.Start();
                }
            }

            internal void Run(int step)
            {
                _step = step;
                _left = _threads;

                // From here on whoever comes may take parts: who comes late finds none, and nobody waits for it.
                Volatile.Write(ref _next, 0);
                int asleep = _threads - 1 - _wake.CurrentCount;
                if (asleep > 0)
                {
                    _wake.Release(asleep);
                }

                Take();
                SpinWait wait = default;
                while (Volatile.Read(ref _left) > 0)
                {
                    wait.SpinOnce(sleep1Threshold: -1);
                }
            }

            internal void Stop()
            {
                _stopped = true;
                _wake.Release(_threads - 1);
            }

            private void Work()
            {
                while (true)
                {
                    // The next step usually follows at once.
                    for (int i = 0; i < 500 && _wake.CurrentCount == 0; i++)
                    {
                        Thread.SpinWait(20);
                    }

                    _wake.Wait();
                    if (_stopped)
                    {
                        return;
                    }

                    Take();
                }
            }

            private void Take()
            {
                ref byte arena = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_arena), _start);
                for (int part = Interlocked.Increment(ref _next) - 1; part < _threads; part = Interlocked.Increment(ref _next) - 1)
                {
            """);
        w.Line($"        StepPart(_step, ref arena{(weights ? ", ref WeightMemory.Start" : "")}, part, _threads);");
        w.Line("        Interlocked.Decrement(ref _left);");
        w.Line("    }");
        w.Line("}");
        w.Close();
        w.Line();
        w.Raw("// Stops the threads of a network that nobody disposed.");
        w.Open("private sealed class PoolOwner");
        w.Line("""
            internal readonly WorkerPool Pool;

            internal PoolOwner(WorkerPool pool) => Pool = pool;

            ~PoolOwner() => Pool.Stop();
            """);
        w.Close();
        w.Line();
    }

    private static void Switch(IndentedWriter w, string value, IEnumerable<(int Case, IReadOnlyList<string> Lines)> cases)
    {
        w.Open($"switch ({value})");
        foreach ((int number, IReadOnlyList<string> lines) in cases)
        {
            w.Line($"case {number}:");
            foreach (string line in lines)
            {
                w.Line("    " + line);
            }

            w.Line("    break;");
        }

        w.Close();
    }

    private static bool IsReachable(Location location) => location.Space is Space.Arena or Space.Weights;
}
