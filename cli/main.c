/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <lagesbild.h>

int main(void)
{
    puts(lb_version());
    return 0;
}
