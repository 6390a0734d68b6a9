//! `cargo xtask`: the few commands with which this project is run and checked.

fn main() {}
