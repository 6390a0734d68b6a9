//! Small aligned tables: two spaces between columns, no lines, nothing cut.

/// A table with a heading.
pub(crate) fn table<const N: usize>(heading: [&str; N], rows: &[[String; N]]) -> String {
    let widths: [usize; N] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| width(&row[column]));
        cells.chain([width(heading[column])]).max().unwrap_or_default()
    });
    let heading = heading.map(str::to_uppercase);
    let rows = std::iter::once(&heading).chain(rows);
    rows.map(|row| line(&widths, row)).collect::<Vec<_>>().join("\n")
}

/// Names and values, the values aligned.
pub(crate) fn fields(rows: &[(&str, String)]) -> String {
    let widest = rows.iter().map(|(name, _)| width(name)).max().unwrap_or_default();
    let line = |(name, value): &(&str, String)| {
        let padding = " ".repeat(widest - width(name));
        format!("{name}{padding}  {value}").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn line<const N: usize>(widths: &[usize; N], cells: &[String; N]) -> String {
    let mut text = String::new();
    for (cell, widest) in cells.iter().zip(widths) {
        text += cell;
        text += &" ".repeat(widest - width(cell) + 2);
    }
    text.trim_end().to_owned()
}

fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [
            ["sandbox".to_owned(), "1".to_owned()],
            ["x".to_owned(), "twelve".to_owned()],
        ];
        assert_eq!(
            table(["key", "n"], &rows),
            "KEY      N\nsandbox  1\nx        twelve"
        );
    }

    #[test]
    fn values_are_aligned() {
        assert_eq!(
            fields(&[("id", "1".to_owned()), ("name", "é".to_owned())]),
            "id    1\nname  é"
        );
    }
}
