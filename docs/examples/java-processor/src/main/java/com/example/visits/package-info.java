/** What visitors of a shop are up to: processors with state. */
package com.example.visits;
