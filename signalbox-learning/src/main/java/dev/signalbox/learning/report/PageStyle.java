package dev.signalbox.learning.report;

/// The page around a report: its head and its style sheet.
final class PageStyle {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <style>
            :root { --paper: #fdfdfc; --ink: #1d2430; --faint: #5d6675; --rule: #e3e5e8;
                    --router: #0b6bcb; --model: #1d2430; --hull: #8a6d1f; --oracle: #2f8f5b; }
            @media (prefers-color-scheme: dark) {
              :root { --paper: #14171c; --ink: #e6e9ee; --faint: #9aa4b2; --rule: #2b313a;
                      --router: #5db2ff; --model: #e6e9ee; --hull: #d9b451; --oracle: #63c58f; }
            }
            body { background: var(--paper); color: var(--ink); margin: 2.5rem auto; max-width: 1100px; padding: 0 1.25rem;
                   font: 15px/1.55 system-ui, sans-serif; }
            h1 { font-size: 1.6rem; line-height: 1.25; margin-bottom: .4rem; }
            h2 { font-size: 1.1rem; margin: 2.2rem 0 .5rem; }
            .lead { color: var(--faint); margin: .2rem 0; }
            figure { margin: 0; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; font-size: .82rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
            th, td { padding: .32rem .8rem .32rem 0; text-align: right; border-bottom: 1px solid var(--rule); font-weight: 400; }
            thead th { color: var(--faint); }
            tr > :first-child, tr > :last-child { text-align: left; }
            li { margin: .25rem 0; }
            .plot { width: 100%; height: auto; font: 12px system-ui, sans-serif; }
            .plot text { fill: var(--ink); }
            .plot .label { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
            .plot .tick, .plot .axis { fill: var(--faint); }
            .plot .grid { stroke: var(--rule); }
            .plot .line { fill: none; stroke-width: 2; }
            .plot .line.router { stroke: var(--router); stroke-width: 3; }
            .plot .line.hull { stroke: var(--hull); stroke-dasharray: 6 4; }
            .plot .line.oracle { stroke: var(--oracle); stroke-dasharray: 2 3; }
            .plot .dot { fill: var(--model); }
            .plot .dot.oracle { fill: var(--oracle); }
            .plot .dot.places { fill: var(--router); stroke: var(--paper); stroke-width: 2; }
            .plot .interval { stroke: var(--model); stroke-opacity: .35; stroke-width: 1.5; }
            .plot .interval.places { stroke: var(--router); stroke-opacity: .7; }
            </style>
            </head>
            <body>
            <main>
            {body}</main>
            </body>
            </html>
            """;

    private PageStyle() {}

    /// @param title escaped already
    /// @param body escaped already
    static String page(String title, String body) {
        return PAGE.replace("{title}", title).replace("{body}", body);
    }
}
