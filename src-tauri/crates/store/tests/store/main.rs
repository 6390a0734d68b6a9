//! The store as the rooms above use it, on real folders and files.

mod calls;
mod connect;
mod folder;
mod list;
mod refresh;
mod scan;
mod support;
mod vault;
