//! The schema that editors complete connector files by.

use crate::harness::{Patchbay, ready};

#[test]
fn the_schema_is_printed_and_lies_beside_own_files() {
    let printed = Patchbay::new()
        .run(&["connector", "schema", "--json"])
        .done()
        .json();
    assert_eq!(printed["title"], "Patchbay connector");
    let patchbay = ready();
    patchbay.run(&["connector", "list"]).done();
    let file = patchbay.dir().join("connectors/connector.schema.json");
    let placed: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(placed, printed);
}
