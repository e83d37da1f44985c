/** Functions of a shop for its SQL: plain static methods. */
package com.example.shop;
