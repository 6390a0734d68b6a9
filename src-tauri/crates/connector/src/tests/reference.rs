use crate::reference;

/// `CONNECTOR_WRITE_DOCS=1 cargo test -p patchbay-connector reference` writes it anew.
#[test]
fn the_document_has_the_table_that_files_are_checked_against() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/connector-format.md");
    let text = std::fs::read_to_string(path).unwrap();
    let border = "## Every key\n";
    let (before, table) = text.split_once(border).unwrap();
    if std::env::var_os("CONNECTOR_WRITE_DOCS").is_some() {
        std::fs::write(path, format!("{before}{border}{}", reference())).unwrap();
    } else {
        assert_eq!(table, reference(), "run it with CONNECTOR_WRITE_DOCS=1");
    }
}
