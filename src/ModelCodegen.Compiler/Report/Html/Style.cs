namespace ModelCodegen.Compiler.Report.Html;

/// <summary>The page's style, light and dark. Free of signs that XML escapes.</summary>
internal static class Style
{
    /// <summary>The sheet.</summary>
    public const string Sheet = """

        :root {
          color-scheme: light dark;
          --page: #f6f7f9; --surface: #ffffff; --border: #dfe3e8; --track: #e9ecf0;
          --text: #1c2128; --faint: #5f6b7a; --link: #0b62b8;
          --int8: #1f77c8; --int16x8: #1a9a72; --int8-dynamic: #56a8e0; --weights-only: #a05fb8;
          --float: #d9822b; --integer: #8a94a3; --conversion: #b4bcc8; --port: #4b5563;
          --covered: #1f77c81f; --good: #2f9e6b; --fair: #d9a021; --bad: #d64545;
          --warning-surface: #fff6e0; --warning-border: #ecc667;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #12161b; --surface: #1a2027; --border: #303943; --track: #2a323c;
            --text: #e3e8ee; --faint: #98a5b3; --link: #6cb6ff;
            --int8: #4d9de8; --int16x8: #36c095; --int8-dynamic: #7cc4f5; --weights-only: #c38bd8;
            --float: #f0a04b; --integer: #8793a2; --conversion: #6b7685; --port: #a9b4c0;
            --covered: #4d9de826; --good: #43bd86; --fair: #e5b443; --bad: #f06f6f;
            --warning-surface: #2e2715; --warning-border: #7a6224;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.45 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
        main { max-width: 1640px; margin: 0 auto; padding: 28px 24px 40px; }
        section { background: var(--surface); border: 1px solid var(--border); border-radius: 10px; padding: 16px 20px 20px; margin: 16px 0; }
        h1 { font-size: 26px; margin: 0 0 4px; overflow-wrap: anywhere; }
        h2 { font-size: 16px; margin: 0 0 12px; }
        p { margin: 0 0 6px; }
        code { font: 0.94em ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
        a { color: var(--link); text-decoration: none; }
        a:hover { text-decoration: underline; }
        .lead, .ports, .hint, footer { color: var(--faint); overflow-wrap: anywhere; }
        .hint { margin-bottom: 14px; }
        footer { font-size: 12.5px; padding: 4px 4px 0; }
        .tiles { background: none; border: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; }
        .tile { background: var(--surface); border: 1px solid var(--border); border-radius: 10px; padding: 12px 16px; }
        .tile .label, .tile .note { color: var(--faint); font-size: 12.5px; }
        .tile .value { font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .warnings { background: var(--warning-surface); border-color: var(--warning-border); }
        .warnings ul { margin: 0; padding-left: 20px; }
        .warnings li { overflow-wrap: anywhere; }
        .legend { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 12px; }
        .badge { display: inline-flex; align-items: center; gap: 6px; white-space: nowrap; font-size: 12px; }
        .badge::before { content: ""; width: 9px; height: 9px; border-radius: 2px; background: var(--kind); }
        .int8 { --kind: var(--int8); } .int16x8 { --kind: var(--int16x8); } .int8-dynamic { --kind: var(--int8-dynamic); }
        .weights-only { --kind: var(--weights-only); } .float { --kind: var(--float); } .integer { --kind: var(--integer); }
        .conversion { --kind: var(--conversion); }
        .fill-int8 { fill: var(--int8); } .fill-int16x8 { fill: var(--int16x8); } .fill-int8-dynamic { fill: var(--int8-dynamic); }
        .fill-weights-only { fill: var(--weights-only); } .fill-float { fill: var(--float); } .fill-integer { fill: var(--integer); }
        .fill-conversion { fill: var(--conversion); } .fill-port { fill: var(--port); }
        .shares, .pruned { display: grid; grid-template-columns: max-content 1fr max-content; gap: 8px 14px; align-items: center; }
        .shares .label { color: var(--faint); }
        .share { width: 100%; height: 14px; border-radius: 3px; display: block; background: var(--track); }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .scroll { overflow-x: auto; margin: 0 -20px -8px; padding: 0 20px 8px; }
        table { border-collapse: collapse; width: 100%; font-size: 12px; }
        th, td { padding: 4px 5px; text-align: left; font-weight: normal; white-space: nowrap; border-bottom: 1px solid var(--border); }
        th.number, td.number { text-align: right; }
        thead th { position: sticky; top: 0; background: var(--surface); color: var(--faint); font-size: 12px; border-bottom-width: 2px; vertical-align: bottom; }
        tbody tr:hover, tr:target { background: var(--covered); }
        tbody tr:last-child td, tbody tr:last-child th { border-bottom: 0; }
        tbody th { font-weight: 600; }
        .faint, .shape { color: var(--faint); }
        .bar svg { margin-left: 6px; vertical-align: middle; }
        .track { fill: var(--track); }
        .bar-macs { fill: var(--int8); } .bar-bytes { fill: var(--weights-only); } .bar-time { fill: var(--float); } .bar-sparsity { fill: var(--int16x8); }
        .bar-good { fill: var(--good); } .bar-fair { fill: var(--fair); } .bar-bad { fill: var(--bad); }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: 14px 16px; }
        figure { margin: 0; min-width: 0; }
        figcaption { font-size: 12px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; margin-bottom: 2px; }
        .histogram { width: 100%; display: block; }
        .histogram .covered { fill: var(--covered); }
        .histogram .clip { stroke: var(--text); stroke-width: 1; stroke-dasharray: 3 2; }
        .histogram .zero { stroke: var(--faint); stroke-width: 0.6; }
        .histogram .base { stroke: var(--border); }
        .numbers { font-size: 11.5px; color: var(--faint); }
        .numbers div { display: flex; justify-content: space-between; }
        .drawing { overflow: auto; max-height: 88vh; margin: 0 -20px -20px; padding: 4px 20px 20px; }
        .drawing svg { display: block; margin: 0 auto; }
        .edge { fill: none; stroke: var(--faint); stroke-width: 1.2; opacity: 0.75; }
        .node .box { fill: var(--page); stroke: var(--border); }
        .node a:hover .box { stroke: var(--link); }
        .node text { fill: var(--text); font-size: 11px; }
        .node .name { font-weight: 600; }
        .node .detail { fill: var(--faint); font-size: 10.5px; }

        """;
}
