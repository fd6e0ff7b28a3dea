namespace ModelCodegen.Compiler.Report.Html;

/// <summary>
/// Places the nodes of a directed graph in ranks from top to bottom (Sugiyama, Tagawa and Toda 1981): ranks by longest path, edges
/// over several ranks through a point in each, order within a rank by the barycentre of neighbours, positions by least squares.
/// </summary>
internal sealed class LayeredLayout
{
    // Longer edges go straight, behind what is in between: points must not outnumber a large network's nodes by far.
    private const int LongestRoute = 64;
    private const int OrderSweeps = 12;
    private const int PositionSweeps = 60;

    // Towards the middle of the drawing: a weak pull keeps a long network from drifting aside.
    private const double Pull = 0.97;

    // A line of nodes is kept straight, and so is an edge that passes several ranks, rather than where one meets the other.
    private const double Straightness = 8;

    private readonly List<int> ranks = [];
    private readonly List<bool> isPoint = [];
    private readonly List<List<int>> above = [];
    private readonly List<List<int>> below = [];
    private readonly List<(int From, int To, int[] Points)> routes = [];
    private readonly List<int>[] order;
    private readonly double[] positions;
    private readonly double nodeWidth;
    private readonly double pointWidth;

    /// <summary>Lays out a graph.</summary>
    /// <param name="count">The number of nodes.</param>
    /// <param name="edges">Its edges, each from a node to a later one.</param>
    /// <param name="nodeWidth">The room for a node.</param>
    /// <param name="pointWidth">The room for an edge that passes by.</param>
    public LayeredLayout(int count, IReadOnlyList<(int From, int To)> edges, double nodeWidth, double pointWidth)
    {
        this.nodeWidth = nodeWidth;
        this.pointWidth = pointWidth;
        Rank(count, edges);
        Route(edges);
        order = [.. Enumerable.Range(0, ranks.DefaultIfEmpty(-1).Max() + 1).Select(_ => new List<int>())];
        for (int i = 0; i < ranks.Count; i++)
        {
            order[ranks[i]].Add(i);
        }

        Order();
        positions = new double[ranks.Count];
        Position();
    }

    /// <summary>The number of ranks.</summary>
    public int Ranks => order.Length;

    /// <summary>The width of it all.</summary>
    public double Width { get; private set; }

    /// <summary>The edges, each with the points that it passes.</summary>
    public IReadOnlyList<(int From, int To, int[] Points)> Routes => routes;

    /// <summary>The rank of a node or point.</summary>
    public int RankOf(int node) => ranks[node];

    /// <summary>The middle of a node or point.</summary>
    public double Center(int node) => positions[node];

    private void Rank(int count, IReadOnlyList<(int From, int To)> edges)
    {
        ILookup<int, int> before = edges.ToLookup(edge => edge.To, edge => edge.From);
        ILookup<int, int> after = edges.ToLookup(edge => edge.From, edge => edge.To);
        for (int i = 0; i < count; i++)
        {
            Add(before[i].Select(node => ranks[node] + 1).DefaultIfEmpty(0).Max(), point: false);
        }

        // What needs nothing stands right above what needs it.
        for (int i = 0; i < count; i++)
        {
            if (!before[i].Any() && after[i].Any())
            {
                ranks[i] = after[i].Min(node => ranks[node]) - 1;
            }
        }
    }

    private void Route(IReadOnlyList<(int From, int To)> edges)
    {
        foreach ((int from, int to) in edges)
        {
            var points = new List<int>();
            int last = from;
            if (ranks[to] - ranks[from] > LongestRoute)
            {
                routes.Add((from, to, []));
                continue;
            }

            for (int rank = ranks[from] + 1; rank < ranks[to]; rank++)
            {
                int point = Add(rank, point: true);
                Connect(last, point);
                points.Add(point);
                last = point;
            }

            Connect(last, to);
            routes.Add((from, to, [.. points]));
        }

        void Connect(int upper, int lower)
        {
            below[upper].Add(lower);
            above[lower].Add(upper);
        }
    }

    private int Add(int rank, bool point)
    {
        ranks.Add(rank);
        isPoint.Add(point);
        above.Add([]);
        below.Add([]);
        return ranks.Count - 1;
    }

    private void Order()
    {
        var place = new double[ranks.Count];
        foreach (List<int> rank in order)
        {
            Number(rank);
        }

        for (int sweep = 0; sweep < OrderSweeps; sweep++)
        {
            bool down = sweep % 2 == 0;
            foreach (int rank in Enumerable.Range(0, order.Length).Select(i => down ? i : order.Length - 1 - i))
            {
                order[rank] = [.. order[rank].OrderBy(node => Mean(down ? above[node] : below[node], place, place[node]))];
                Number(order[rank]);
            }
        }

        void Number(List<int> rank)
        {
            for (int i = 0; i < rank.Count; i++)
            {
                place[rank[i]] = i;
            }
        }
    }

    private void Position()
    {
        foreach (List<int> rank in order)
        {
            Fit(rank, _ => 0);
        }

        for (int sweep = 0; sweep < PositionSweeps; sweep++)
        {
            bool down = sweep % 2 == 0;
            foreach (int rank in Enumerable.Range(0, order.Length).Select(i => down ? i : order.Length - 1 - i))
            {
                Fit(order[rank], node => Pull * Wish(node));
            }
        }

        double left = Enumerable.Range(0, ranks.Count).Select(node => positions[node] - (Room(node) / 2)).DefaultIfEmpty(0).Min();
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] -= left;
        }

        Width = Enumerable.Range(0, ranks.Count).Select(node => positions[node] + (Room(node) / 2)).DefaultIfEmpty(0).Max();
    }

    private double Wish(int node)
    {
        double sum = 0;
        double weights = 0;
        foreach (int neighbour in above[node].Concat(below[node]))
        {
            double weight = isPoint[node] == isPoint[neighbour] ? Straightness : 1;
            sum += weight * positions[neighbour];
            weights += weight;
        }

        return weights == 0 ? positions[node] : sum / weights;
    }

    // The positions nearest to the wished ones in which no two of a rank overlap: isotonic regression by pooling neighbours
    // that want to pass each other.
    private void Fit(List<int> rank, Func<int, double> wish)
    {
        var pools = new Stack<(double Sum, double Weight, int Count)>();
        var offsets = new double[rank.Count];
        for (int i = 0; i < rank.Count; i++)
        {
            offsets[i] = i == 0 ? 0 : offsets[i - 1] + ((Room(rank[i - 1]) + Room(rank[i])) / 2);
        }
        for (int i = 0; i < rank.Count; i++)
        {
            double weight = isPoint[rank[i]] ? 1 : Straightness;
            (double Sum, double Weight, int Count) pool = ((wish(rank[i]) - offsets[i]) * weight, weight, 1);
            while (pools.TryPeek(out (double Sum, double Weight, int Count) before) && before.Sum / before.Weight > pool.Sum / pool.Weight)
            {
                pools.Pop();
                pool = (pool.Sum + before.Sum, pool.Weight + before.Weight, pool.Count + before.Count);
            }

            pools.Push(pool);
        }

        int node = 0;
        foreach ((double sum, double weight, int count) in pools.Reverse())
        {
            for (int i = 0; i < count; i++, node++)
            {
                positions[rank[node]] = (sum / weight) + offsets[node];
            }
        }
    }

    private double Room(int node) => isPoint[node] ? pointWidth : nodeWidth;

    private static double Mean(List<int> nodes, double[] values, double otherwise) => nodes.Count == 0 ? otherwise : nodes.Sum(node => values[node]) / nodes.Count;
}
