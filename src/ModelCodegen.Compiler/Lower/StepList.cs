using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>
/// Steps in their order, with blocks inside of branches and loops. The order counts for lifetimes: a block's steps have
/// numbers of their own, between those around it.
/// </summary>
internal sealed class StepList
{
    private readonly List<Entry> entries = [];
    private readonly Stack<int> open = [];

    private enum Kind
    {
        Step,
        Open,
        Close,
        Combine,
    }

    /// <summary>The number of the next step.</summary>
    public int Count => entries.Count;

    /// <summary>Appends a step, which is made once the arena is planned.</summary>
    public void Add(Func<Step> step) => entries.Add(new Entry(Kind.Step, _ => step(), 0));

    /// <summary>Begins a block.</summary>
    public void Open()
    {
        open.Push(entries.Count);
        entries.Add(new Entry(Kind.Open, null, 0));
    }

    /// <summary>Ends the block begun last, and gives the number of its beginning.</summary>
    public int Close()
    {
        entries.Add(new Entry(Kind.Close, null, 0));
        return open.Pop();
    }

    /// <summary>Appends a step that holds the last blocks.</summary>
    public void Combine(int blocks, Func<EquatableArray<Step>[], Step> step) => entries.Add(new Entry(Kind.Combine, step, blocks));

    /// <summary>Makes all steps.</summary>
    /// <param name="before">What to put before the step of a number.</param>
    public IReadOnlyList<Step> Make(Func<int, Step, IEnumerable<Step>> before)
    {
        var lists = new Stack<List<Step>>([[]]);
        var blocks = new List<EquatableArray<Step>>();
        for (int i = 0; i < entries.Count; i++)
        {
            (Kind kind, Func<EquatableArray<Step>[], Step>? make, int count) = entries[i];
            switch (kind)
            {
                case Kind.Open:
                    lists.Push([]);
                    break;
                case Kind.Close:
                    blocks.Add(new EquatableArray<Step>(lists.Pop()));
                    break;
                default:
                    EquatableArray<Step>[] inside = [.. blocks.Skip(blocks.Count - count)];
                    blocks.RemoveRange(blocks.Count - count, count);
                    Step step = make!(inside);
                    lists.Peek().AddRange(before(i, step));
                    lists.Peek().Add(step);
                    break;
            }
        }

        return lists.Pop();
    }

    private sealed record Entry(Kind Kind, Func<EquatableArray<Step>[], Step>? Make, int Blocks);
}
