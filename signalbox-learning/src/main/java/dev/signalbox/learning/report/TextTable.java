package dev.signalbox.learning.report;

import java.util.List;

/// A table of plain text. The first column is aligned to the left and the others, being numbers, to the right; a last
/// column of free text stays as it is.
///
/// @param header one a column
/// @param rows cells, as many as the header has
/// @param textLast whether the last column is free text
public record TextTable(List<String> header, List<List<String>> rows, boolean textLast) {
    public TextTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
    }

    public String render() {
        int columns = header.size();
        var widths = new int[columns];
        for (int i = 0; i < columns; i++) {
            int column = i;
            widths[i] = header.get(i).length();
            rows.forEach(row ->
                    widths[column] = Math.max(widths[column], row.get(column).length()));
        }
        var text = new StringBuilder();
        line(text, header, widths);
        for (int i = 0; i < columns; i++) {
            text.append(i == 0 ? "" : "  ")
                    .append("─"
                            .repeat(
                                    i == columns - 1 && textLast
                                            ? header.getLast().length()
                                            : widths[i]));
        }
        text.append('\n');
        rows.forEach(row -> line(text, row, widths));
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            boolean free = i == widths.length - 1 && textLast;
            var padding = free ? "" : " ".repeat(widths[i] - cells.get(i).length());
            if (i > 0) text.append("  ");
            text.append(i == 0 || free ? cells.get(i) + (free ? "" : padding) : padding + cells.get(i));
        }
        while (text.charAt(text.length() - 1) == ' ') text.setLength(text.length() - 1);
        text.append('\n');
    }
}
